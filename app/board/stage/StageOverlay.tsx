import { SlidesBar } from "./SlidesBar";
import { Spotlight } from "./Spotlight";
import { useStage } from "./use-stage";

/** What floats over the canvas while somebody presents. */
export default function StageOverlay() {
  const { spotlight } = useStage();
  return (
    <>
      {spotlight && <Spotlight key={spotlight.at} spotlight={spotlight} />}
      <SlidesBar />
    </>
  );
}
