// Who is signed in, their profile, the theme, the password, and the way out.
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import IconKey from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
import IconLogout from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
import IconMap2 from "@tabler/icons-react/dist/esm/icons/IconMap2.mjs";
import IconUserCircle from "@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useKnownFullName } from "../../api/account/getProfile";
import { useLogout, useSession } from "../../api/session";
import { startTour } from "../../core/tour";
import { ChangePasswordDialog } from "./ChangePassword";

const THEMES = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "System" },
];

export function UserMenu() {
  const user = useSession((session) => session.user);
  const fullName = useKnownFullName(user?.id);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [isChanging, setChanging] = useState(false);
  const logout = useLogout();
  if (!user) return null;
  return (
    <>
      <Menu width={240} position="bottom-end" shadow="md" withinPortal={false}>
        <Menu.Target>
          <UnstyledButton data-testid="user-menu">
            <Avatar size={32} radius="xl" color="accent" variant="filled" aria-hidden="true">
              {user.username.slice(0, 2).toUpperCase()}
            </Avatar>
            <span className="oc-sr-only">Account of {user.username}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--oc-text)">
              {fullName ?? user.username}
            </Text>
            <Text size="xs">{fullName ? `${user.username}, ${user.role}` : user.role}</Text>
          </Menu.Label>
          <Menu.Item
            component={Link}
            to="/profile"
            leftSection={<IconUserCircle size={16} />}
            data-testid="menu-profile"
          >
            Your profile
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Theme</Menu.Label>
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
          >
            {THEMES.map(({ value, label }) => (
              <Menu.RadioItem key={value} value={value}>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item leftSection={<IconMap2 size={16} />} onClick={startTour} data-testid="menu-tour">
            Take the tour
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => setChanging(true)}>
            Change password
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={16} />}
            onClick={() => logout.mutate()}
            data-testid="logout"
          >
            Log out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ChangePasswordDialog opened={isChanging} onClose={() => setChanging(false)} />
    </>
  );
}
