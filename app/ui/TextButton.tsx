import type { ButtonHTMLAttributes } from "react";

/** An action that reads as a link. */
export function TextButton({ className = "", ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      className={`rounded-field text-accent underline-offset-2 hover:underline ${className}`}
      {...rest}
    />
  );
}
