import { type ReactNode, useEffect, useState } from "react";
import { TextButton } from "../../ui/TextButton";

const CONFIRMED_MS = 2000;

/** Copies a text and says so in place. */
export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <TextButton onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}>
      {isCopied ? "Copied" : children}
    </TextButton>
  );
}
