// Where short notices come up.
export { Notifications as default } from "@mantine/notifications";
