// The functions of expressions and the filters of templates, with a line of help each: for completion and the help list.

export interface FunctionDoc {
  name: string;
  /** How it is written. */
  usage: string;
  info: string;
}

const doc = (name: string, usage: string, info: string): FunctionDoc => ({ name, usage, info });

/** After a `|` inside `{{ }}`. */
export const FILTERS: readonly FunctionDoc[] = [
  doc("abs", "abs", "the number without its sign"),
  doc("base64", "base64", "encoded as base64"),
  doc("base64decode", "base64decode", "decoded from base64"),
  doc("basename", "basename", "the name at the end of a path"),
  doc("bool", "bool", "true for yes, on, 1; false for no, off, 0 and empty"),
  doc("count", "count", "how many items, fields or characters"),
  doc("date", "date:'%Y-%m-%d'", "a time written by strftime letters, in UTC"),
  doc("default", "default:'x'", "another value where this one is missing or null"),
  doc("dirname", "dirname", "the folder of a path"),
  doc("first", "first", "the first item or character"),
  doc("float", "float", "a number; with an argument, that where it is none"),
  doc("groupby", "groupby('field')", "items in groups by a field"),
  doc("hash", "hash:'sha256'", "digits of sha256, sha1 or sha512"),
  doc("int", "int:0", "a whole number, or the argument where it is none"),
  doc("items", "items", "names and values of an object, in pairs"),
  doc("join", "join:', '", "one text made of a list"),
  doc("json", "json", "as JSON; json:2 on several lines"),
  doc("last", "last", "the last item or character"),
  doc("length", "length", "how many items, fields or characters"),
  doc("lines", "lines", "a list of the lines of a text"),
  doc("lower", "lower", "in small letters"),
  doc("map", "map(attribute='name')", "one field of each item"),
  doc("max", "max", "the greatest item"),
  doc("min", "min", "the smallest item"),
  doc("ps", "ps", "quoted for PowerShell; a list becomes words"),
  doc("replace", "replace:'a':'b'", "each a replaced by b"),
  doc("reverse", "reverse", "from last to first"),
  doc("round", "round:2", "to so many digits; halves away from zero"),
  doc("select", "select('odd')", "the items that pass a test"),
  doc("selectattr", "selectattr('field', 'equalto', 'x')", "the items whose field passes a test"),
  doc("sh", "sh", "quoted for a Unix shell; use it in every command"),
  doc("sort", "sort:'field'", "in order, by a field"),
  doc("split", "split:','", "a list, parted at the text"),
  doc("string", "string", "as text"),
  doc("sum", "sum", "all items added"),
  doc("title", "title", "each word with a capital"),
  doc("tojson", "tojson", "as JSON"),
  doc("trim", "trim", "without blanks at both ends"),
  doc("unique", "unique", "each item once"),
  doc("upper", "upper", "in capital letters"),
  doc("urlencode", "urlencode", "as a part of an address"),
];

/** Called by name, in expressions and templates alike. */
const BOTH: readonly FunctionDoc[] = [
  doc("now", "now()", "the time as ISO 8601 text"),
  doc("random", "random()", "a number from 0 up to 1"),
  doc("timestamp", "timestamp()", "the time in milliseconds since 1970"),
  doc("uuid", "uuid()", "a new id"),
];

export const EXPRESSION_FUNCTIONS: readonly FunctionDoc[] = [
  ...BOTH,
  doc("parse_json", "parse_json(text)", "the value that a JSON text holds"),
  doc("round", "round(number, 2)", "to so many digits"),
  doc("to_json", "to_json(value)", "the value as JSON text"),
];

export const TEMPLATE_FUNCTIONS: readonly FunctionDoc[] = [
  ...BOTH,
  doc("dict", "dict(a=1)", "an object"),
  doc("range", "range(3)", "numbers to repeat over"),
];

/** After a dot of an expression. */
export const METHODS: readonly FunctionDoc[] = [
  doc("all", "all(|item| item > 0)", "whether every item passes"),
  doc("contains", "contains(x)", "whether it holds x"),
  doc("ends_with", "ends_with(text)", "whether the text ends so"),
  doc("filter", "filter(|item| item.used > 80)", "the items that pass"),
  doc("index_of", "index_of(x)", "where x is; -1 where it is not"),
  doc("keys", "keys()", "the names of an object's fields"),
  doc("len", "len()", "how many items or characters"),
  doc("map", "map(|item| item.name)", "something made of each item"),
  doc("reduce", "reduce(|sum, item| sum + item, 0)", "one value made of all items"),
  doc("replace", "replace(from, to)", "the text with one part replaced by another"),
  doc("some", "some(|item| item > 0)", "whether an item passes"),
  doc("sort", "sort()", "puts the list in order"),
  doc("split", "split(',')", "a list, parted at the text"),
  doc("starts_with", "starts_with(text)", "whether the text begins so"),
  doc("sub_string", "sub_string(0, 5)", "a part of the text"),
  doc("to_float", "to_float()", "the number a text reads as"),
  doc("to_int", "to_int()", "the whole number a text reads as"),
  doc("to_lower", "to_lower()", "in small letters"),
  doc("to_string", "to_string()", "as text"),
  doc("to_upper", "to_upper()", "in capital letters"),
  doc("trim", "trim()", "without blanks at both ends"),
  doc("values", "values()", "the values of an object's fields"),
];
