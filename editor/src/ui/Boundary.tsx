// Keeps what went wrong in one part of a page to that part: the rest stays, and so does what was typed there.
import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  /** What stands in its place; `again` tries once more. */
  shown?: (error: unknown, again: () => void) => ReactNode;
  onFailure?: (error: unknown) => void;
  /** When this comes to be true, what failed is tried once more. */
  isWanted?: boolean;
}

interface State {
  failure?: { error: unknown };
}

/** Tries once more by itself when there is a connection again. */
export class Boundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { failure: { error } };
  }

  override componentDidCatch(error: unknown) {
    this.props.onFailure?.(error);
  }

  override componentDidUpdate({ isWanted }: Props) {
    if (this.props.isWanted && !isWanted && this.state.failure) this.again();
  }

  override componentDidMount() {
    window.addEventListener("online", this.again);
  }

  override componentWillUnmount() {
    window.removeEventListener("online", this.again);
  }

  again = () => this.setState({ failure: undefined });

  override render() {
    const { failure } = this.state;
    return failure ? this.props.shown?.(failure.error, this.again) : this.props.children;
  }
}
