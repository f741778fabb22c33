// A generator of somebody else's choice: that its client compiles shows that the contract is one that tools agree on.
import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../../api-spec/case-referral.v1.json',
  output: 'obj/hey-api',
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
});
