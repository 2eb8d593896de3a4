// Where the tour for newcomers is. Anything may start it; the frame of the application shows it.
import { createStore } from "zustand/vanilla";

export const tour = createStore<{ step: number | null }>()(() => ({ step: null }));

export function startTour(): void {
  tour.setState({ step: 0 });
}

export function endTour(): void {
  tour.setState({ step: null });
}

export function goToStep(step: number): void {
  tour.setState({ step });
}
