import { useState } from "react";
import { signInAddress, signOut, useAccount } from "../../account/account";
import { Button } from "../../ui/Button";
import { BUTTON_BOX } from "../../ui/button-box";
import { Dialog } from "../../ui/Dialog";
import { VerifiedMark } from "../../ui/VerifiedMark";
import { useIdentity, useSession } from "../session";
import { rememberName } from "../your-name";
import { NameForm } from "./NameForm";

/** Who this participant is to the others: the name they chose, or the one that they signed in with. */
export default function YouDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const identity = useIdentity();
  const account = useAccount();
  const [error, setError] = useState<string | null>(null);
  if (identity === null) return null;
  const { name, role, isVerified } = identity;
  return (
    <Dialog title="You on this board" width={400} onClose={onClose}>
      {isVerified ? (
        <>
          <p className="flex items-center gap-1.5">
            <b className="t-title">{name}</b>
            <VerifiedMark />
            <span className="text-ink-2">{role}</span>
          </p>
          <p className="mt-1 mb-4 t-small text-ink-2">
            You are signed in{account?.provider && ` with ${account.provider}`}: the name is the provider's,
            and you are the same participant on every device.
          </p>
          <Button onClick={() => signOut().catch((reason: Error) => setError(reason.message))}>
            Sign out
          </Button>
        </>
      ) : (
        <>
          <NameForm
            name={name ?? ""}
            action="Save the name"
            onName={(chosen) => {
              rememberName(chosen);
              session.introduce(chosen);
              onClose();
            }}
          />
          {account?.provider && (
            <p className="mt-4 border-line border-t pt-4">
              <a href={signInAddress()} className={BUTTON_BOX}>
                Sign in with {account.provider}
              </a>
            </p>
          )}
        </>
      )}
      {error && (
        <p role="alert" className="mt-2 t-small text-err">
          {error}
        </p>
      )}
    </Dialog>
  );
}
