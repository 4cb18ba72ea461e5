import type { ProcFile } from "@carveout/sim";
import { useEffect, useState } from "react";
import { DownloadLink } from "../../../../ui/DownloadLink";
import { CopyButton } from "../../../messages/CopyButton";
import s from "./machine.module.css";

/** A file of the machine, to read, copy and save; above it what its kernel would print besides. */
export function ProcFileView({ file, variant }: { file: ProcFile; variant: string }) {
  const href = useObjectUrl(file.text);
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return (
    <>
      <div className={s.fileHead}>
        <code>{file.path}</code>
        <CopyButton text={file.text}>Copy</CopyButton>
        {href !== null && <DownloadLink href={href} file={`${variant}-${name}.txt`} side="bottom-end" />}
      </div>
      {file.leftOut !== "" && <p className={s.leftOut}>{file.leftOut}</p>}
      <section
        className={s.file}
        data-scroll
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={file.path}
      >
        <pre>{file.text}</pre>
      </section>
    </>
  );
}

/** An address of a text, while it is shown. */
function useObjectUrl(text: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return url;
}
