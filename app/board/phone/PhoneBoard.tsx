import type { ItemId } from "@carveout/model";
import { Suspense, useEffect, useId, useState } from "react";
import { late } from "../../ui/late";
import { readAddress } from "../address";
import { LiveRegions } from "../messages/LiveRegions";
import { usePanel } from "../open-panel";
import { PanelHost } from "../panels/PanelHost";
import { useSession } from "../session";
import { boardIsThere } from "../settled";
import { StageStrip } from "../stage/StageLayer";
import { followThreadAddress } from "../threads/address";
import { useOpenThread } from "../threads/open";
import ThreadsPanel from "../threads/ThreadsPanel";
import VerdictDialog from "../verdicts/VerdictDialog";
import { leaveView } from "../views/view";
import { ItemSheet } from "./ItemSheet";
import type { OpenItem } from "./open-item";
import { PhoneHead, type PhoneTab } from "./PhoneHead";
import { PhoneOutline } from "./PhoneOutline";
import { PhoneResults } from "./PhoneResults";
import s from "./phone.module.css";

const Messages = late(() => import("../messages/Messages"));
const PhoneCanvas = late(() => import("./PhoneCanvas"));

/** The board below 640 px: its items as an outline, its results as cards, its threads, the canvas to look around on, and a sheet to edit in. */
export function PhoneBoard() {
  const session = useSession();
  const [tab, setTab] = useState<PhoneTab>("Outline");
  const [open, setOpen] = useState<OpenItem | null>(null);
  const panelId = useId();
  const thread = useOpenThread();
  const panel = usePanel();
  useEffect(boardIsThere, []);
  useEffect(followThreadAddress, []);
  // A thread opens in its tab, wherever it was opened from; a proposal's view has its own beside the mail.
  useEffect(() => {
    if (thread === null || readAddress().get("view") === "proposal") return;
    leaveView();
    setOpen(null);
    setTab("Threads");
  }, [thread]);
  useEffect(() => {
    const guide = {
      goTo: (item: ItemId, field: string) => {
        leaveView();
        setOpen({ item, field });
      },
      // Nobody is followed here.
      stopFollowing: () => {},
      followPerson: ({
        field,
        selection,
      }: {
        field: { item: ItemId } | null;
        selection: readonly ItemId[];
      }) => {
        leaveView();
        const item = field?.item ?? selection[0];
        if (item !== undefined) setOpen({ item, field: "" });
      },
    };
    session.guide = guide;
    return () => {
      if (session.guide === guide) session.guide = null;
    };
  }, [session]);
  return (
    <div className={s.phone}>
      <PhoneHead tab={tab} onTab={setTab} panelId={panelId} />
      <StageStrip />
      <main className={s.panel}>
        <div
          id={panelId}
          role="tabpanel"
          aria-label={tab}
          data-fill={tab === "Threads" || tab === "Canvas" || undefined}
        >
          {tab === "Outline" && <PhoneOutline onOpen={setOpen} />}
          {tab === "Results" && <PhoneResults />}
          {tab === "Threads" && <ThreadsPanel />}
          <Suspense>
            {tab === "Canvas" && <PhoneCanvas onOpen={(item) => setOpen({ item, field: "" })} />}
          </Suspense>
        </div>
      </main>
      {open !== null && <ItemSheet key={open.item} open={open} onClose={() => setOpen(null)} />}
      {panel === "stage" && <PanelHost />}
      <VerdictDialog />
      <Suspense>
        <Messages />
      </Suspense>
      <LiveRegions />
    </div>
  );
}
