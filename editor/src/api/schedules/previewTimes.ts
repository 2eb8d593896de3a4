// GET /schedules/preview: the next times that a time table comes to.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../client";
import { query } from "../list";

export interface Times {
  times: string[];
  /** The time zone that they were asked for in. */
  timezone: string;
}

const COUNT = 5;

export function useTimes(cron: string, timezone: string) {
  return useQuery({
    queryKey: ["schedules", "preview", cron, timezone],
    queryFn: async ({ signal }): Promise<Times> => {
      const path = `/schedules/preview${query({ cron, timezone, count: COUNT })}`;
      const { times } = await client.get<{ times: string[] }>(path, signal);
      return { times, timezone };
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}
