import type { SignInOptions } from "./sign-in";

const NAMES = ["CARVEOUT_OIDC_ISSUER", "CARVEOUT_OIDC_CLIENT_ID", "CARVEOUT_OIDC_CLIENT_SECRET"] as const;

/** The provider that the environment names; null if it names none. Throws a sentence if it names one by half. */
export function signInOptionsOf(env: NodeJS.ProcessEnv, base: URL | null): SignInOptions | null {
  const [issuer = "", clientId = "", clientSecret = ""] = NAMES.map((name) => env[name]);
  if (issuer + clientId + clientSecret === "") return null;
  const missing = NAMES.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`Sign-in also needs ${missing.join(" and ")}.`);
  if (base === null)
    throw new Error(
      "Sign-in also needs CARVEOUT_BASE_URL, the address that the provider sends people back to.",
    );
  if (!URL.canParse(issuer)) throw new Error(`CARVEOUT_OIDC_ISSUER is '${issuer}', and must be an address.`);
  return { issuer: new URL(issuer), clientId, clientSecret, base };
}
