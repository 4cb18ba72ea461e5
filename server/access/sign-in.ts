import * as oidc from "openid-client";
import { cleanName } from "../room/people";
import { participantOf } from "./access";
import type { SignedIn } from "./session";
import type { Signer } from "./signer";

/** Time to type a password and to find the second factor. */
export const SIGN_IN_MS = 10 * 60_000;
/** A provider that has not answered by then is called unreachable: the person waits before an empty page. */
const PROVIDER_TIMEOUT_S = 10;
/** Where the provider sends people back to. */
export const RETURN_PATH = "/sign-in/done";

export interface SignInOptions {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  /** What addresses of this server start with, for those who use it. */
  base: URL;
}

/** Why nobody was signed in. The page that tells it has the sentences. */
export type SignInFailure = "unreachable" | "denied" | "mismatch" | "refused";

export class SignInError extends Error {
  constructor(
    readonly why: SignInFailure,
    cause?: unknown,
  ) {
    super(`Sign-in failed: ${why}.`, { cause });
  }
}

/** OpenID Connect: authorization code with PKCE, state and nonce. What has to be known again on the way back is in a signed cookie of the person's own. */
export class SignIn {
  private config: Promise<oidc.Configuration> | null = null;

  constructor(
    private readonly options: SignInOptions,
    private readonly signer: Signer,
  ) {}

  /** Name of the provider, for the button. */
  get provider(): string {
    return this.options.issuer.host;
  }

  /** Where to send somebody, and what their browser keeps until they are back. @param to where on this server they want to be then */
  async begin(to: string): Promise<{ address: URL; ticket: string }> {
    const config = await this.discover();
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: new URL(RETURN_PATH, this.options.base).href,
      scope: "openid profile",
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
    });
    const claims = { verifier, state, nonce, to: this.within(to) };
    return { address, ticket: await this.signer.sign("sign-in", claims, Date.now() + SIGN_IN_MS) };
  }

  /** Who has come back from the provider, to `query`, with what their browser has kept. Throws a SignInError. */
  async finish(query: string, ticket: string): Promise<{ who: SignedIn; to: string }> {
    const kept = await this.signer.read("sign-in", ticket);
    if (kept === null) throw new SignInError("mismatch");
    const config = await this.discover();
    const { verifier, state, nonce, to } = kept as Record<string, string>;
    try {
      const address = new URL(RETURN_PATH + query, this.options.base);
      const tokens = await oidc.authorizationCodeGrant(config, address, {
        idTokenExpected: true,
        ...(verifier !== undefined && { pkceCodeVerifier: verifier }),
        ...(state !== undefined && { expectedState: state }),
        ...(nonce !== undefined && { expectedNonce: nonce }),
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new SignInError("refused");
      const name =
        nameIn(claims) ?? nameIn(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub));
      const participant = participantOf(`${claims.iss} ${claims.sub}`);
      return { who: { participant, name: name ?? claims.sub }, to: this.within(to ?? "/") };
    } catch (error) {
      throw error instanceof SignInError ? error : new SignInError(reasonOf(error), error);
    }
  }

  /** Asks the provider for its addresses and keys once; a provider that was not there is asked again the next time. */
  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.options;
    this.config ??= oidc
      .discovery(issuer, clientId, clientSecret, undefined, {
        timeout: PROVIDER_TIMEOUT_S,
        ...(isLoopback(issuer) && { execute: [oidc.allowInsecureRequests] }),
      })
      .catch((error: unknown) => {
        this.config = null;
        throw new SignInError("unreachable", error);
      });
    return this.config;
  }

  /** A path of this server, whatever was asked for. */
  private within(to: string): string {
    const { base } = this.options;
    const url = URL.canParse(to, base) ? new URL(to, base) : base;
    return url.origin === base.origin ? url.pathname + url.search + url.hash : "/";
  }
}

/** Without TLS only where nobody is in between. */
function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function nameIn(claims: Readonly<Record<string, unknown>>): string | null {
  for (const key of ["name", "preferred_username", "nickname"]) {
    const name = claims[key];
    if (typeof name === "string" && cleanName(name) !== "") return cleanName(name);
  }
  return null;
}

function reasonOf(error: unknown): SignInFailure {
  if (error instanceof oidc.AuthorizationResponseError)
    return error.error === "access_denied" ? "denied" : "refused";
  const code = (error as { code?: unknown }).code;
  if (code === "OAUTH_INVALID_RESPONSE" || code === "OAUTH_JWT_CLAIM_COMPARISON_FAILED") return "mismatch";
  return error instanceof TypeError || code === "OAUTH_TIMEOUT" ? "unreachable" : "refused";
}
