import type { Action } from "./action";
import { ARRANGE_ACTIONS } from "./arrange";
import { BOARD_ACTIONS } from "./board";
import { DISCUSSION_ACTIONS } from "./discussion";
import { HISTORY_ACTIONS } from "./history";
import { ITEM_ACTIONS } from "./items";
import { LINK_ACTIONS } from "./links";
import { PROPOSAL_ACTIONS } from "./proposals";
import { TOGETHER_ACTIONS } from "./together";
import { TOOL_ACTIONS } from "./tools";
import { VIEW_ACTIONS } from "./view";

/** Everything that can be done on the board, in the order of the help sheet. Loaded after the board is there: no part of its first load. */
export const ACTIONS: readonly Action[] = [
  ...TOOL_ACTIONS,
  ...ITEM_ACTIONS,
  ...ARRANGE_ACTIONS,
  ...LINK_ACTIONS,
  ...VIEW_ACTIONS,
  ...DISCUSSION_ACTIONS,
  ...PROPOSAL_ACTIONS,
  ...BOARD_ACTIONS,
  ...HISTORY_ACTIONS,
  ...TOGETHER_ACTIONS,
];
