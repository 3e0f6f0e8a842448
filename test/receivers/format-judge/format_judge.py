"""Reads what Keepwatch writes with libraries that it did not write.

format_judge.py cef|leef|gelf|ocsf|csv|otlp < lines: each line of the input is a JSON array, what was written and what it must mean. Prints how
many were read, and ends with 1 at the first that is something else.
"""

import base64
import csv
import io
import json
import re
import sys

import jsonschema
import ocsf_json_schema
import pourover
import pycef
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest


def unescaped(value):
    """Both CEF parsers find the pairs and leave the escapes in."""
    out, at = [], 0
    while at < len(value):
        if value[at] == "\\" and at + 1 < len(value):
            out.append({"n": "\n", "r": "\r"}.get(value[at + 1], value[at + 1]))
            at += 2
        else:
            out.append(value[at])
            at += 1
    return "".join(out)


def pairs(found, wanted):
    return {key: unescaped(str(found[key])) for key in wanted if key in found}


LABELS = {"cs1": "leaf_hash", "cn1": "seq"}


def judge_cef(line, wanted):
    """pycef puts labels in the place of cs1 and cn1. pourover takes a bar in a value for one of the head, which the format allows."""
    first = pycef.parse(line)
    found = [pairs({**first, **{key: first.get(label) for key, label in LABELS.items()}}, wanted)]
    if line.count("|") == 7:
        found.append(pairs(pourover.parse_line(line).extensions, wanted))
    return all(one == wanted for one in found), found


def judge_leef(line, wanted):
    """No library reads LEEF 2.0, so this is IBM's document: a head of six parts, and pairs between the character that it names."""
    version, _, _, _, event_id, delimiter, rest = line.split("|", 6)
    pairs = [pair.split("=", 1) for pair in rest.split(chr(int(delimiter.removeprefix("x"), 16)))]
    found = dict(pairs)
    is_whole = version == "LEEF:2.0" and event_id and len(found) == len(pairs)
    found = {key: found[key] for key in wanted if key in found}
    return is_whole and not re.search(r"[\r\n]", line) and found == wanted, found


def judge_gelf(line, wanted):
    """Graylog's document of GELF 1.1: what must be there, how own fields are called, and of what type they are."""
    event = json.loads(line)
    own = {key: value for key, value in event.items() if key.startswith("_")}
    others = set(event) - set(own) - {"version", "host", "short_message", "full_message", "timestamp", "level"}
    names = all(re.fullmatch(r"_[\w.\-]*", key) and key != "_id" for key in own)
    types = all(type(value) in (str, int, float) for value in own.values())
    head = event["version"] == "1.1" and event["host"] and event["short_message"] and 0 <= event["level"] <= 7
    found = {key: event[key] for key in wanted if key in event}
    return bool(head) and names and types and not others and found == wanted, found


def ocsf_judge():
    schemas = ocsf_json_schema.get_ocsf_schema(version="1.6.0")
    schema = ocsf_json_schema.OcsfJsonSchemaEmbedded(schemas).get_class_schema("api_activity")
    validate = jsonschema.Draft202012Validator(schema).validate

    def judge(line, wanted):
        event = json.loads(line)
        validate(event)
        found = {"uid": event["metadata"]["uid"], "message": event["message"]}
        return found == wanted, found

    return judge


def judge_csv(text, wanted):
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    cells = [cell for row in rows for cell in row.values()]
    formulas = [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell[:1] != ""]
    found = {name: rows[0][name].removeprefix("'") for name in wanted} if rows else {}
    return not formulas and len(rows) == 1 and found == wanted, rows


def judge_otlp(body, wanted):
    """A whole request, in JSON or as the base64 of protobuf, by OpenTelemetry's own messages: what they do not know is an error."""
    if body.startswith("{"):
        request = ParseDict(json.loads(body), ExportLogsServiceRequest())
    else:
        request = ExportLogsServiceRequest.FromString(base64.b64decode(body))
        if len(request.SerializeToString()) != len(base64.b64decode(body)):
            return False, "fields that the messages do not have"
    [logs] = request.resource_logs
    resource = {one.key: one.value.string_value for one in logs.resource.attributes}
    [scope] = logs.scope_logs
    found = []
    for record in scope.log_records:
        attributes = {one.key: one.value for one in record.attributes}
        found.append(
            {
                "seq": attributes["keepwatch.seq"].int_value,
                "leaf_hash": attributes["keepwatch.leaf_hash"].string_value,
                "message": record.body.string_value,
                "ms": record.time_unix_nano // 1_000_000,
                "event": record.event_name,
            }
        )
    return found == wanted and resource["service.name"] == "keepwatch", found


def main():
    judges = {
        "cef": lambda: judge_cef,
        "leef": lambda: judge_leef,
        "gelf": lambda: judge_gelf,
        "ocsf": ocsf_judge,
        "csv": lambda: judge_csv,
        "otlp": lambda: judge_otlp,
    }
    judge = judges[sys.argv[1]]()
    count = 0
    for line in sys.stdin:
        written, wanted = json.loads(line)
        right, found = judge(written, wanted)
        if not right:
            print(f"{written!r}\nis read as\n{found!r}\nand not as\n{wanted!r}", file=sys.stderr)
            return 1
        count += 1
    print(count)
    return 0


sys.exit(main())
