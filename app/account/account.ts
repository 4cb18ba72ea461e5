import { useEffect, useState } from "react";
import { call } from "../api";

export interface Account {
  /** Host of the sign-in provider; null = this server has none. */
  provider: string | null;
  /** Name of who is signed in; null = nobody. */
  name: string | null;
}

/** null while nothing is known of it. */
export function useAccount(): Account | null {
  const [account, setAccount] = useState<Account | null>(null);
  // Without an answer there is just no button.
  useEffect(() => void call<Account>("/api/me").then(setAccount, () => {}), []);
  return account;
}

/** Where signing in begins; it leads back to this page. */
export function signInAddress(): string {
  return `/sign-in?${new URLSearchParams({ to: location.pathname + location.search + location.hash })}`;
}

/** The page is loaded again as whoever this browser is without an account. */
export async function signOut(): Promise<void> {
  await call("/api/sign-out", { method: "POST" });
  location.reload();
}
