// GET /runs/histogram: when the runs of a filter were, and how they ended.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RunFilter, runQuery } from "../../core/runFilter";
import { client } from "../client";
import { query } from "../list";

export interface Bucket {
  from: string;
  completed: number;
  failed: number;
  other: number;
}

export interface RunHistogram {
  from: string;
  to: string;
  buckets: Bucket[];
}

export function useRunHistogram(filter: RunFilter, buckets = 60) {
  return useQuery({
    queryKey: ["runs", "histogram", filter, buckets],
    queryFn: ({ signal }) =>
      client.get<RunHistogram>(
        `/runs/histogram${query({ ...runQuery(filter, Date.now()), buckets })}`,
        signal,
      ),
    placeholderData: keepPreviousData,
  });
}
