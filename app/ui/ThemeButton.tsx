"use client";

import SunMoon from "lucide-react/icons/sun-moon";
import { useState } from "react";
import { IconButton } from "./IconButton";
import { Menu } from "./Menu";
import { chooseTheme, chosenTheme, type ThemeChoice } from "./theme";

const CHOICES: readonly { choice: ThemeChoice; label: string }[] = [
  { choice: "light", label: "Light" },
  { choice: "dark", label: "Dark" },
  { choice: "system", label: "As the system" },
];

export function ThemeButton() {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  return (
    <>
      <IconButton
        glyph={SunMoon}
        name="Colours"
        side="bottom-end"
        aria-haspopup="menu"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + 6 });
        }}
      />
      {at && (
        <Menu
          label="Colours"
          at={at}
          onClose={() => setAt(null)}
          items={CHOICES.map(({ choice, label }) => ({
            label,
            checked: chosenTheme() === choice,
            onSelect: () => chooseTheme(choice),
          }))}
        />
      )}
    </>
  );
}
