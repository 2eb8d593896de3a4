// The next times of a time table, by the clocks of the schedule and of who reads it.
import { Text } from "@mantine/core";
import { fieldErrors } from "../../../api/problem";
import { type Times, useTimes } from "../../../api/schedules/previewTimes";
import type { Path } from "../../../core/operations";
import { timeIn, zoneHere } from "../../../core/zones";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";
import classes from "./Trigger.module.css";
import { useBeside } from "./useBeside";

const PAUSE_MS = 350;

export function NextTimes({ path, cron }: { path: Path; cron: string }) {
  const zone = useBeside(path).find(({ widget }) => widget === "timezone")?.value;
  const settled = useDebouncedValue(cron, PAUSE_MS);
  const timezone = useDebouncedValue(typeof zone === "string" && zone !== "" ? zone : "UTC", PAUSE_MS);
  const { data, error, isPlaceholderData } = useTimes(settled, timezone);
  if (data) return <TimeTable {...data} isOld={isPlaceholderData} />;
  return error && <NoTimes error={error} />;
}

function NoTimes({ error }: { error: Error }) {
  const said = fieldErrors(error, ["cron", "timezone"]);
  return (
    <Text size="xs" mt={4} c="var(--oc-st-failed)" role="status" data-testid="next-times-error">
      {said.cron ?? said.timezone ?? `The next times are not known. ${error.message}`}
    </Text>
  );
}

function TimeTable({ times, timezone, isOld }: Times & { isOld: boolean }) {
  const here = zoneHere();
  const zones = timezone === here ? [here] : [timezone, here];
  if (times.length === 0) {
    return (
      <Text size="xs" mt={4} c="dimmed">
        There is no such time to come.
      </Text>
    );
  }
  return (
    <table className={classes.times} aria-label="Next times" data-old={isOld} data-testid="next-times">
      <thead>
        <tr>
          {zones.map((zone) => (
            <th key={zone} scope="col">
              {zone === here ? `Next, your time (${here})` : `Next in ${zone}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {times.map((time) => (
          <tr key={time}>
            {zones.map((zone) => (
              <td key={zone}>{timeIn(time, zone)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
