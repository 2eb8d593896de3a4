// The one registry: which component edits which kind of field.
import type { ComponentType } from "react";
import type { FieldKind } from "../../core/fieldKind";
import { lazily } from "../lazily";
import { ConditionField } from "./condition/ConditionField";
import { ConditionList } from "./condition/ConditionList";
import { DynamicField } from "./fields/DynamicField";
import { JsonField } from "./fields/JsonField";
import { MapField } from "./fields/MapField";
import { CronField, DurationField, NameField } from "./fields/named";
import { ObjectField, VariantField } from "./fields/ObjectField";
import { CredentialField, TargetField } from "./fields/PickerField";
import { RowsField } from "./fields/RowsField";
import {
  BooleanField,
  ChoicesField,
  CodeTextField,
  ExpressionField,
  NumberField,
  SelectField,
  TextField,
} from "./fields/scalars";
import { TableField } from "./fields/TableField";
import { TagsField } from "./fields/TagsField";
import type { EditorProps } from "./formContext";

const ColorField = lazily(() => import("./fields/ColorField"), 1);
const HookField = lazily(() => import("./fields/HookField"), 1);
const TimezoneField = lazily(() => import("./fields/TimezoneField"), 1);

export const widgets: Readonly<Record<FieldKind, ComponentType<EditorProps>>> = {
  text: TextField,
  multiline: TextField,
  code: CodeTextField,
  expression: ExpressionField,
  condition: ConditionField,
  conditions: ConditionList,
  number: NumberField,
  boolean: BooleanField,
  select: SelectField,
  choices: ChoicesField,
  dynamic: DynamicField,
  map: MapField,
  strings: RowsField,
  tags: TagsField,
  rows: RowsField,
  table: TableField,
  object: ObjectField,
  variant: VariantField,
  name: NameField,
  target: TargetField,
  credential: CredentialField,
  duration: DurationField,
  color: ColorField,
  cron: CronField,
  timezone: TimezoneField,
  hook: HookField,
  json: JsonField,
};
