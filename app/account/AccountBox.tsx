import { BUTTON_BOX } from "../ui/button-box";
import { TextButton } from "../ui/TextButton";
import { VerifiedMark } from "../ui/VerifiedMark";
import { signInAddress, signOut, useAccount } from "./account";

/** Who is signed in, with the way out; else the way in. Nothing where there is no provider. */
export default function AccountBox() {
  const account = useAccount();
  if (account === null || account.provider === null) return null;
  const { name, provider } = account;
  if (name === null)
    return (
      <a href={signInAddress()} title={`with ${provider}`} className={BUTTON_BOX}>
        Sign in
      </a>
    );
  return (
    <span className="flex min-w-0 items-center gap-2 px-1 t-small">
      <span className="truncate">{name}</span>
      <VerifiedMark />
      <TextButton className="flex-none" onClick={() => void signOut()}>
        Sign out
      </TextButton>
    </span>
  );
}
