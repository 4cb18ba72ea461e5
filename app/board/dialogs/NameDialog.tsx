import { signInAddress, useAccount } from "../../account/account";
import { Dialog } from "../../ui/Dialog";
import { NameForm } from "./NameForm";

/** Asks once for the name everybody will see. */
export function NameDialog({ onName }: { onName: (name: string) => void }) {
  const provider = useAccount()?.provider;
  return (
    <Dialog title="Your name on this board" width={400}>
      <NameForm name="" action="Go to the board" onName={onName} />
      {provider && (
        <p className="mt-4 border-line border-t pt-3 t-small text-ink-2">
          Or{" "}
          <a href={signInAddress()} className="text-accent underline">
            sign in with {provider}
          </a>
          , and be the same participant on every device.
        </p>
      )}
    </Dialog>
  );
}
