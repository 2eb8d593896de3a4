// What a new person tells of themselves, checked before it is sent.
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { useRegister } from "../../../api/account/register";
import { ApiError, isAboutFields } from "../../../api/problem";
import { MIN_PASSWORD, type Wrong, wrongPassword, wrongProfile, wrongUsername } from "../../../core/account";
import { tooManyTries } from "../words";
import { useFields } from "./useFields";

const NOTHING = { username: "", full_name: "", email: "", password: "", again: "" };
const NAMES = Object.keys(NOTHING);
type Values = typeof NOTHING;

export function RegisterForm() {
  const register = useRegister();
  const fields = useFields(NOTHING, wrongIn);
  const { input } = fields;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (register.isPending || !fields.check()) return;
    const { again: _, full_name, email, ...rest } = fields.values;
    const account = { ...rest, full_name: full_name.trim(), email: email.trim() };
    register.mutate(account, { onError: fields.refuse });
  };
  return (
    <form ref={fields.form} onSubmit={submit} noValidate>
      <Stack gap="md">
        {register.error && !isAboutFields(register.error, NAMES) && (
          <Alert color="red" variant="light" role="alert">
            {sentenceFor(register.error)}
          </Alert>
        )}
        <TextInput
          label="User name"
          description="2 to 64 characters: a–z, 0–9, dot, _ and -"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-testid="register-username"
          {...input("username")}
        />
        <TextInput
          label="Full name (optional)"
          autoComplete="name"
          data-testid="register-full-name"
          {...input("full_name")}
        />
        <TextInput
          label="E-mail (optional)"
          type="email"
          autoComplete="email"
          data-testid="register-email"
          {...input("email")}
        />
        <PasswordInput
          label="Password"
          description={`${MIN_PASSWORD} characters or more`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          data-testid="register-password"
          {...input("password")}
        />
        <PasswordInput
          label="Password again"
          autoComplete="new-password"
          required
          withAsterisk={false}
          data-testid="register-again"
          {...input("again")}
        />
        <Button type="submit" size="md" loading={register.isPending} data-testid="register-submit">
          Create account
        </Button>
      </Stack>
    </form>
  );
}

function wrongIn(values: Values): Wrong<keyof Values> {
  return {
    ...wrongProfile(values),
    username: wrongUsername(values.username),
    password: wrongPassword(values.password),
    again: values.again === values.password ? undefined : "The two passwords differ.",
  };
}

function sentenceFor(error: Error): string {
  if (!(error instanceof ApiError)) return "Something unexpected happened. Try again.";
  if (error.status === 429) return tooManyTries(error);
  return error.message;
}
