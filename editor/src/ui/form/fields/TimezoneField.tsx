// The name of a time zone, typed or chosen. One that this browser does not know may be known to the server.
import { Autocomplete, type OptionsFilter } from "@mantine/core";
import { type EditorProps, useForm } from "../formContext";
import { asText, common, placeholderOf } from "./scalars";

const ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
const MOST = 40;

export default function TimezoneField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, required } = props;
  return (
    <Autocomplete
      {...common(props)}
      value={asText(value)}
      data={ZONES}
      placeholder={placeholderOf(props) ?? "UTC"}
      filter={fitting}
      onChange={(text) => onChange(path, text === "" && !required ? undefined : text)}
    />
  );
}

/** The cities of a name are found as they are written elsewhere, "new york" for one. */
const fitting: OptionsFilter = ({ options, search }) =>
  options.filter((option) => "value" in option && plain(option.label).includes(plain(search))).slice(0, MOST);

function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll("_", " ");
}
