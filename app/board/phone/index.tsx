import { useTitle } from "../session";

/** The board below 640 px. */
export function PhoneBoard() {
  return <h1 className="p-4 t-h1">{useTitle()}</h1>;
}
