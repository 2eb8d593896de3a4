// The first page: log in, then go on to the place you wanted.
import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useAuthOptions } from "../../api/account/getOptions";
import { Frame } from "./Frame";
import classes from "./Frame.module.css";
import { LoginForm } from "./LoginForm";

export function LoginPage({ next, onDone }: { next?: string; onDone: () => void }) {
  const { data } = useAuthOptions();
  const help = (
    <Text size="sm" c="dimmed" ta="center">
      First time? The password is printed where the server was started.{" "}
      <Anchor href="/api/v1/docs" size="sm" underline="always">
        API documentation
      </Anchor>
    </Text>
  );
  return (
    <Frame below={help}>
      <LoginForm onDone={onDone} />
      {data?.registration && (
        <Text size="sm" ta="center" mt="lg">
          No account yet?{" "}
          <Link to="/register" search={{ next }} className={classes.link}>
            Create one
          </Link>
        </Text>
      )}
    </Frame>
  );
}
