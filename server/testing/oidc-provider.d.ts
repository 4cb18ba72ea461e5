/** What the tests use of it; it comes without types. */
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: { client_id: string; client_secret: string; redirect_uris: string[] }[];
        claims: Record<string, string[]>;
        findAccount: (
          context: unknown,
          id: string,
        ) => { accountId: string; claims: () => { sub: string; name: string } };
        cookies: { keys: string[] };
      },
    );
    callback(): RequestListener;
  }
}
