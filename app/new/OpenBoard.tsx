"use client";

import { useState } from "react";
import { type ApiError, createBoard } from "../api";
import { Button, type ButtonProps } from "../ui/Button";

/** Makes a board of a template and goes there, as the home page does. */
export function OpenBoard(props: { template: string; name: string; look?: ButtonProps["look"] }) {
  const { template, name, look } = props;
  const [isOpening, setOpening] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const open = () => {
    setOpening(true);
    setProblem(null);
    createBoard({ template })
      // A whole load: the board's address is opened with its own link and token.
      .then(({ links }) => location.assign(links.owner))
      .catch((reason: ApiError) => {
        setOpening(false);
        setProblem(
          reason.status === 401
            ? "This browser has no token for this server. Open the address that the server printed when it started, then try again."
            : reason.message,
        );
      });
  };
  return (
    <>
      <Button look={look} disabled={isOpening} onClick={open} aria-label={`Open the board ${name}`}>
        {isOpening ? "Opening" : "Open the board"}
      </Button>
      {problem !== null && (
        <p role="alert" className="mt-1 max-w-60 t-small text-err">
          {problem}
        </p>
      )}
    </>
  );
}
