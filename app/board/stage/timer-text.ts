/** What is left as a clock shows it, seconds begun counting whole: "4:05", "1:00:00", and "−0:12" once it is over. */
export function timerText(leftMs: number): string {
  const seconds = Math.abs(Math.ceil(leftMs / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const clock = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${leftMs <= -1000 ? "−" : ""}${clock}:${two(seconds % 60)}`;
}

/** What is said aloud when this much is left, or null: a clock that is read out every second helps nobody. */
export function spokenLeft(leftMs: number): string | null {
  if (leftMs <= 0) return "Time is up.";
  return leftMs <= 60_000 ? "One minute left." : null;
}
