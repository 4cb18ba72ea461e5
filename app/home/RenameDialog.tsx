import { useState } from "react";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";

/** The model's limit, so that the box stops where the server would refuse. */
const MAX_TITLE_LENGTH = 200;

export default function RenameDialog(props: {
  title: string;
  onRename: (title: string) => void;
  onClose: () => void;
}) {
  const [title, setTitle] = useState(props.title);
  const trimmed = title.trim();
  return (
    <Dialog title="Rename the board" width={440} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== "") props.onRename(trimmed);
        }}
      >
        <input
          data-first-focus
          aria-label="Title"
          value={title}
          maxLength={MAX_TITLE_LENGTH}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTitle(event.target.value)}
          className="h-8 w-full rounded-field border border-line-strong bg-surface px-2 pointer-coarse:h-11"
        />
        <div className="mt-4 flex justify-end">
          <Button type="submit" look="primary" hint="Enter" disabled={trimmed === ""}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
