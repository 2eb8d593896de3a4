// What a person's account may hold, with the server's own rules, and what each role may do.

export type Role = "admin" | "operator" | "viewer";

/** What is wrong with each value; nothing where all is well. */
export type Wrong<K extends string> = { [name in K]?: string | undefined };

export const MIN_PASSWORD = 10;
const MAX_PASSWORD_BYTES = 1000;
const MAX_FULL_NAME = 100;
const MAX_EMAIL = 254;

export const ROLES: { [role in Role]: { name: string; may: string } } = {
  viewer: { name: "Viewer", may: "You can look at flows and runs. An administrator can let you do more." },
  operator: { name: "Operator", may: "You can look at everything, change flows, run them and steer runs." },
  admin: { name: "Administrator", may: "You can do everything, and decide what others may do." },
};

export function wrongUsername(name: string): string | undefined {
  if (name === "") return "Choose a user name.";
  if (/[A-Z]/.test(name)) return "Use small letters only.";
  if (!/^[a-z0-9._-]+$/.test(name)) return "Use letters from a to z, digits, dots, _ and - only.";
  if (!/^[a-z0-9]/.test(name)) return "Begin with a letter or a digit.";
  return name.length < 2 || name.length > 64 ? "Use 2 to 64 characters." : undefined;
}

export function wrongPassword(password: string): string | undefined {
  if ([...password].length < MIN_PASSWORD) return `Use ${MIN_PASSWORD} characters or more.`;
  const size = new TextEncoder().encode(password).length;
  return size > MAX_PASSWORD_BYTES ? "This is too long. Use 1,000 characters at most." : undefined;
}

export function wrongFullName(name: string): string | undefined {
  return [...name.trim()].length > MAX_FULL_NAME ? `Use ${MAX_FULL_NAME} characters at most.` : undefined;
}

export function wrongEmail(address: string): string | undefined {
  const email = address.trim();
  if (email === "") return undefined;
  if (email.length > MAX_EMAIL) return `Use ${MAX_EMAIL} characters at most.`;
  return /^[^\s@]+@[^\s@]+$/.test(email) ? undefined : "Write it as name@example.com.";
}

export function wrongProfile(profile: { full_name: string; email: string }): Wrong<"full_name" | "email"> {
  return { full_name: wrongFullName(profile.full_name), email: wrongEmail(profile.email) };
}
