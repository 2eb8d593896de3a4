// POST /auth/register: makes an account for oneself, and is logged in with it.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, type NewAccount } from "../client";
import { isCode } from "../problem";
import { OPTIONS_KEY } from "./getOptions";

export function useRegister() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (account: NewAccount) => client.register(account),
    onError: (error) => {
      if (isCode(error, "registration_off")) queries.invalidateQueries({ queryKey: OPTIONS_KEY });
    },
  });
}
