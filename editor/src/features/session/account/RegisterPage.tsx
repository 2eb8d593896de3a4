// Makes an account for oneself, where the server lets people do that.
import { Button, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useAuthOptions } from "../../../api/account/getOptions";
import { ROLES } from "../../../core/account";
import { Loaded } from "../../../ui/Loaded";
import { Frame } from "../Frame";
import classes from "../Frame.module.css";
import { RegisterForm } from "./RegisterForm";

export function RegisterPage({ next }: { next?: string }) {
  const options = useAuthOptions();
  return (
    <Frame>
      <Loaded answer={options} what="Whether accounts can be made could not be read">
        {({ registration }) => (registration ? <Offer next={next} /> : <Off next={next} />)}
      </Loaded>
    </Frame>
  );
}

function Offer({ next }: { next?: string }) {
  return (
    <Stack gap="lg">
      <div>
        <Title order={2}>Create an account</Title>
        <Text size="sm" c="dimmed" mt={4}>
          {ROLES.viewer.may}
        </Text>
      </div>
      <RegisterForm />
      <Text size="sm" ta="center">
        You have an account?{" "}
        <Link to="/login" search={{ next }} className={classes.link}>
          Log in
        </Link>
      </Text>
    </Stack>
  );
}

function Off({ next }: { next?: string }) {
  return (
    <Stack gap="md" data-testid="registration-off">
      <Title order={2}>Accounts are given by an administrator</Title>
      <Text size="sm" c="dimmed">
        On this server people do not create accounts themselves. Ask an administrator for one, then log in
        with it.
      </Text>
      <Button size="md" renderRoot={(props) => <Link to="/login" search={{ next }} {...props} />}>
        Go to log-in
      </Button>
    </Stack>
  );
}
