// User name and password; used by the login page and by the dialog that appears when a session has ended.
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiError } from "../../api/problem";
import { useLogin } from "../../api/session";
import { tooManyTries } from "./words";

export function LoginForm({ username: known = "", onDone }: { username?: string; onDone: () => void }) {
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState("");
  const login = useLogin();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate({ username, password }, { onSuccess: onDone });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {login.error && (
          <Alert color="red" variant="light" role="alert">
            {sentenceFor(login.error)}
          </Alert>
        )}
        <TextInput
          label="User name"
          autoComplete="username"
          required
          withAsterisk={false}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          data-autofocus={known ? undefined : true}
          data-testid="login-username"
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus={known ? true : undefined}
          data-testid="login-password"
        />
        <Button type="submit" size="md" loading={login.isPending} data-testid="login-submit">
          Log in
        </Button>
      </Stack>
    </form>
  );
}

function sentenceFor(error: Error): string {
  if (!(error instanceof ApiError)) return "Something unexpected happened. Try again.";
  if (error.status === 401)
    return "This user name and password do not go together. Check both and try again.";
  if (error.status === 429) return tooManyTries(error);
  return error.message;
}
