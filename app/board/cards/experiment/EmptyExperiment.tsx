import FlaskConical from "lucide-react/icons/flask-conical";
import { Icon } from "../../../ui/Icon";
import s from "./experiment.module.css";

export function EmptyExperiment() {
  return (
    <div className={s.empty}>
      <Icon glyph={FlaskConical} size={20} />
      <b className={s.emptyTitle}>No run yet</b>
      <p>Wire a profile, a workload and one strategy to this experiment. The estimate shows at once.</p>
    </div>
  );
}
