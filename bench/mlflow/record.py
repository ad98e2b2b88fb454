"""Asks a real MLflow server, and keeps what it answers as the expectation of TrackingConversationTest.

    pip install mlflow==3.17.2
    mlflow server --backend-store-uri sqlite:///tracking.db --artifacts-destination ./artifacts --port 5055
    python bench/mlflow/record.py http://127.0.0.1:5055 > functions/training/src/test/resources/mlflow-conversation.json

Ids that the server makes up are kept as ${name}. Times of the server's clock are left out of the comparison, and so are the
text, the class and the SQL state of errors.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request

BASE = sys.argv[1] + "/api/2.0/mlflow/"
VOLATILE = {"creation_time", "creation_timestamp_ms", "last_updated_timestamp_ms", "last_update_time", "creation_timestamp", "last_updated_timestamp", "user_id", "message", "error_class", "sqlstate", "artifact_uri", "artifact_location", "workspace"}
saved = {}
steps = []


def ask(name, method, path, fields=None, save=None):
    """save: placeholder -> path of keys into the answer."""
    sent = json.loads(fill(json.dumps(fields or {})))
    url = BASE + fill(path)
    body = None
    if method == "GET":
        url += "?" + urllib.parse.urlencode(sent, doseq=True)
    else:
        body = json.dumps(sent).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            status, answer = response.status, json.load(response)
    except urllib.error.HTTPError as e:
        status, answer = e.code, json.load(e)
    for key, route in (save or {}).items():
        value = answer
        for part in route.split("/"):
            value = value[int(part) if part.isdigit() else part]
        saved[key] = value
    steps.append({"name": name, "method": method, "path": path, "fields": fields or {}, "save": save or {}, "status": status, "answer": mask(answer)})


def fill(text):
    for key, value in saved.items():
        text = text.replace("${" + key + "}", value)
    return text


def mask(node, field=""):
    """Short ids are numbers that other texts may be too, so they are looked for in fields of ids alone."""
    if isinstance(node, dict):
        return {k: mask(v, k) for k, v in node.items() if k not in VOLATILE}
    if isinstance(node, list):
        return [mask(v, field) for v in node]
    if isinstance(node, str):
        for key, value in saved.items():
            if node == value and field.endswith("_id") or len(value) >= 32:
                node = node.replace(value, "${" + key + "}")
    return node


ask("an experiment is made", "POST", "experiments/create", {"name": "straße", "tags": [{"key": "team", "value": "perception"}]}, {"exp": "experiment_id"})
ask("a name is taken", "POST", "experiments/create", {"name": "straße"})
ask("a name is missing", "POST", "experiments/create", {})
ask("it is found by id", "GET", "experiments/get", {"experiment_id": "${exp}"})
ask("it is found by name", "GET", "experiments/get-by-name", {"experiment_name": "straße"})
ask("another is not", "GET", "experiments/get-by-name", {"experiment_name": "no such"})
ask("an id is unknown", "GET", "experiments/get", {"experiment_id": "4711"})
ask("it is tagged", "POST", "experiments/set-experiment-tag", {"experiment_id": "${exp}", "key": "ü", "value": "1"})
ask("it is searched", "POST", "experiments/search", {"filter": "name LIKE 'straß%' AND tags.team = 'perception'", "max_results": 5})
ask("a filter is wrong", "POST", "experiments/search", {"filter": "loss < 1", "max_results": 5})
ask("a page is too large", "POST", "experiments/search", {"max_results": 500000})

for i in range(4):
    ask(f"run {i}", "POST", "runs/create", {"experiment_id": "${exp}", "start_time": 1000 + i, "run_name": f"run {i}", "tags": [{"key": "kind", "value": str(i % 2)}]}, {f"run{i}": "run/info/run_id"})
    ask(f"run {i} logs", "POST", "runs/log-batch", {
        "run_id": "${run%d}" % i,
        "metrics": [{"key": "loss", "value": 1.0 / (1 + i), "timestamp": 10, "step": s} for s in range(3)] + [{"key": f"only {i % 2}", "value": i, "timestamp": 1}],
        "params": [{"key": "net", "value": f"fpn-{i}"}, {"key": "lr", "value": "0.1"}],
        "tags": [{"key": "é", "value": "ß"}]})
ask("a run is shown", "GET", "runs/get", {"run_id": "${run1}"})
ask("a run is unknown", "GET", "runs/get", {"run_id": "0" * 32})
ask("names of a run contradict", "POST", "runs/create", {"experiment_id": "${exp}", "run_name": "a", "tags": [{"key": "mlflow.runName", "value": "b"}]})
ask("an experiment of a run is unknown", "POST", "runs/create", {"experiment_id": "4711"})

for value, time, step in ((5.0, 100, 5), (4.0, 200, 4), (4.5, 100, 5), (9.0, 100, 5), (9.0, 100, 5), (1.0, 99, 5)):
    ask(f"metric {value} at {time}, step {step}", "POST", "runs/log-metric", {"run_id": "${run0}", "key": "m", "value": value, "timestamp": time, "step": step})
ask("a metric is no number", "POST", "runs/log-metric", {"run_id": "${run0}", "key": "nan", "value": "NaN", "timestamp": 1, "step": 0})
ask("the latest is of the last step", "POST", "runs/search", {"experiment_ids": ["${exp}"], "filter": "metrics.m = 9"})
ask("a history", "GET", "metrics/get-history", {"run_id": "${run0}", "metric_key": "m"})
ask("an empty history", "GET", "metrics/get-history", {"run_id": "${run0}", "metric_key": "none"})
ask("a parameter is set again", "POST", "runs/log-parameter", {"run_id": "${run1}", "key": "net", "value": "fpn-1"})
ask("a parameter is changed", "POST", "runs/log-parameter", {"run_id": "${run1}", "key": "net", "value": "other"})
ask("a batch changes one", "POST", "runs/log-batch", {"run_id": "${run1}", "params": [{"key": "net", "value": "other"}, {"key": "new", "value": "1"}], "metrics": [], "tags": []})
ask("a parameter comes twice", "POST", "runs/log-batch", {"run_id": "${run1}", "params": [{"key": "d", "value": "1"}, {"key": "d", "value": "2"}], "metrics": [], "tags": []})
ask("a key is bad", "POST", "runs/log-parameter", {"run_id": "${run1}", "key": "a,b", "value": "1"})
ask("a key leads elsewhere", "POST", "runs/log-metric", {"run_id": "${run1}", "key": "../m", "value": 1, "timestamp": 1})
ask("101 parameters", "POST", "runs/log-batch", {"run_id": "${run1}", "params": [{"key": f"p{i}", "value": "1"} for i in range(101)], "metrics": [], "tags": []})
ask("a value is missing", "POST", "runs/log-metric", {"run_id": "${run1}", "key": "m", "timestamp": 1})
ask("a tag goes", "POST", "runs/delete-tag", {"run_id": "${run1}", "key": "é"})
ask("a tag is gone", "POST", "runs/delete-tag", {"run_id": "${run1}", "key": "é"})
ask("a run ends", "POST", "runs/update", {"run_id": "${run1}", "status": "FINISHED", "end_time": 5000, "run_name": "renamed"})
ask("a run has ended", "GET", "runs/get", {"run_id": "${run1}"})

for text in ("", "metrics.loss < 0.4", "metrics.loss >= 0.25 and params.net = 'fpn-3'", "params.net LIKE 'fpn%'", "params.net ILIKE 'FPN-2'", "tags.kind = '1'",
             "tags.kind != '1'", "tag.é = 'ß'", "metrics.`only 1` != 1", 'metric."only 0" = 2', "attributes.status = 'FINISHED'", "status != 'FINISHED'",
             "run_name = 'run 2'", "attributes.start_time > 1002", "end_time > 5", "attribute.run_id IN ('${run3}', 'x')", "run_id NOT IN ('${run3}')",
             "params.lr = 0.1", "metrics.loss < 'a'", "foo.bar = 1", "metrics.loss", "status = 'RUNNING' or status = 'FAILED'", "params.net > 'a'",
             "metrics.loss < 5e-1", "metrics.loss > -5 AND metrics.loss < .3", "params.net = 'fpn-1", "= 3", "attributes.bogus = 'x'"):
    ask("search: " + text, "POST", "runs/search", {"experiment_ids": ["${exp}"], "filter": text})
for order in (["metrics.loss ASC"], ["metrics.loss DESC"], ["metrics.`only 1` DESC"], ["metrics.nan"], ["params.net DESC"], ["tags.kind", "start_time ASC"],
              ["run_name DESC"], ["status", "start_time"], ["bogus.x"], ["metrics.loss sideways"]):
    ask("order: " + str(order), "POST", "runs/search", {"experiment_ids": ["${exp}"], "order_by": order})

ask("a run is deleted", "POST", "runs/delete", {"run_id": "${run2}"})
ask("a deleted run logs", "POST", "runs/log-parameter", {"run_id": "${run2}", "key": "x", "value": "1"})
for view in ("ACTIVE_ONLY", "DELETED_ONLY", "ALL"):
    ask("view: " + view, "POST", "runs/search", {"experiment_ids": ["${exp}"], "run_view_type": view})
ask("a run is restored", "POST", "runs/restore", {"run_id": "${run2}"})

ask("a model", "POST", "registered-models/create", {"name": "detector", "description": "d", "tags": [{"key": "t", "value": "1"}]})
ask("a model again", "POST", "registered-models/create", {"name": "detector"})
ask("a version", "POST", "model-versions/create", {"name": "detector", "source": "s3://bucket/1", "run_id": "${run1}"})
ask("another", "POST", "model-versions/create", {"name": "detector", "source": "s3://bucket/2"})
ask("an alias", "POST", "registered-models/alias", {"name": "detector", "alias": "champion", "version": "2"})
ask("an alias is reserved", "POST", "registered-models/alias", {"name": "detector", "alias": "latest", "version": "2"})
ask("an alias of nothing", "POST", "registered-models/alias", {"name": "detector", "alias": "a", "version": "9"})
ask("by alias", "GET", "registered-models/alias", {"name": "detector", "alias": "champion"})
ask("by no alias", "GET", "registered-models/alias", {"name": "detector", "alias": "canary"})
ask("the model", "GET", "registered-models/get", {"name": "detector"})
ask("versions of a run", "GET", "model-versions/search", {"filter": "run_id = '${run1}'"})
ask("a stage", "POST", "model-versions/transition-stage", {"name": "detector", "version": "1", "stage": "staging", "archive_existing_versions": False})
ask("a stage is taken over", "POST", "model-versions/transition-stage", {"name": "detector", "version": "2", "stage": "Staging", "archive_existing_versions": True})
ask("the one before", "GET", "model-versions/get", {"name": "detector", "version": "1"})
ask("no such stage", "POST", "model-versions/transition-stage", {"name": "detector", "version": "1", "stage": "Moon", "archive_existing_versions": False})
ask("a new name", "POST", "registered-models/rename", {"name": "detector", "new_name": "finder"})
ask("its version", "GET", "model-versions/get", {"name": "finder", "version": "2"})
ask("a version goes", "DELETE", "model-versions/delete", {"name": "finder", "version": "2"})
ask("and its alias", "GET", "registered-models/get", {"name": "finder"})
ask("a number is not used again", "POST", "model-versions/create", {"name": "finder", "source": "s3://bucket/3"})
ask("the model goes", "DELETE", "registered-models/delete", {"name": "finder"})
ask("it is gone", "GET", "registered-models/get", {"name": "finder"})

ask("a run reads a dataset", "POST", "runs/log-inputs", {"run_id": "${run3}", "datasets": [
    {"dataset": {"name": "street", "digest": "8f2e91a0", "source_type": "s3", "source": "{}"}, "tags": [{"key": "mlflow.data.context", "value": "training"}]}]})
ask("and again", "POST", "runs/log-inputs", {"run_id": "${run3}", "datasets": [
    {"dataset": {"name": "street", "digest": "8f2e91a0", "source_type": "s3", "source": "{}"}, "tags": [{"key": "mlflow.data.context", "value": "training"}]}]})
ask("a dataset without a digest", "POST", "runs/log-inputs", {"run_id": "${run3}", "datasets": [{"dataset": {"name": "street"}}]})
ask("a logged model", "POST", "logged-models", {"experiment_id": "${exp}", "name": "net", "model_type": "onnx", "source_run_id": "${run3}", "params": [{"key": "depth", "value": "18"}], "tags": [{"key": "t", "value": "1"}, {"key": "é", "value": "ß"}]}, {"model0": "model/info/model_id"})
ask("of an unknown experiment", "POST", "logged-models", {"experiment_id": "4711", "name": "net"})
ask("another logged model", "POST", "logged-models", {"experiment_id": "${exp}", "name": "other", "params": [{"key": "depth", "value": "50"}]}, {"model1": "model/info/model_id"})
ask("more of its parameters", "POST", "logged-models/${model0}/params", {"model_id": "${model0}", "params": [{"key": "width", "value": "64"}]})
ask("more of its tags", "PATCH", "logged-models/${model0}/tags", {"tags": [{"key": "a", "value": "b"}, {"key": "t", "value": "2"}]})
ask("one tag fewer", "DELETE", "logged-models/${model0}/tags/a", {})
ask("a tag that it has not", "DELETE", "logged-models/${model0}/tags/a", {})
ask("a metric of it", "POST", "runs/log-metric", {"run_id": "${run3}", "key": "loss", "value": 0.125, "timestamp": 20, "step": 4, "model_id": "${model0}"})
ask("metrics of both", "POST", "runs/log-batch", {"run_id": "${run3}", "params": [], "tags": [], "metrics": [
    {"key": "map", "value": 0.5, "timestamp": 30, "step": 5, "model_id": "${model0}"}, {"key": "map", "value": 0.75, "timestamp": 31, "step": 5, "model_id": "${model1}"}]})
ask("it is ready", "PATCH", "logged-models/${model0}", {"model_id": "${model0}", "status": "LOGGED_MODEL_READY"})
ask("it is shown", "GET", "logged-models/${model0}", {})
ask("a logged model is unknown", "GET", "logged-models/m-" + "0" * 32, {})
for text in ("", "name = 'net'", "params.depth = '50'", "tags.t = '2'", "metrics.map > 0.6", "status = 'READY'", "model_id = '${model1}'", "source_run_id = '${run3}'", "name LIKE 'o%'", "foo.bar = 1"):
    ask("search models: " + text, "POST", "logged-models/search", {"experiment_ids": ["${exp}"], "filter": text, "order_by": [{"field_name": "name", "ascending": True}]})
ask("models in the other order", "POST", "logged-models/search", {"experiment_ids": ["${exp}"], "order_by": [{"field_name": "metrics.map", "ascending": False}]})
ask("a run made models", "POST", "runs/outputs", {"run_id": "${run3}", "models": [{"model_id": "${model0}", "step": 4}, {"model_id": "${model1}", "step": 5}]})
ask("and read one", "POST", "runs/log-inputs", {"run_id": "${run3}", "models": [{"model_id": "${model0}"}]})
ask("a run with all of it", "GET", "runs/get", {"run_id": "${run3}"})
ask("a logged model goes", "DELETE", "logged-models/${model1}", {})
ask("it is not found", "GET", "logged-models/${model1}", {})
ask("nor searched", "POST", "logged-models/search", {"experiment_ids": ["${exp}"]})

for name, fields in (("1,001 metrics", {"metrics": [{"key": "m", "value": 1, "timestamp": 1, "step": i} for i in range(1001)]}),
                     ("101 tags", {"tags": [{"key": f"t{i}", "value": "1"} for i in range(101)]}),
                     ("1,001 of all", {"metrics": [{"key": "m", "value": 1, "timestamp": 1, "step": i} for i in range(950)], "params": [{"key": f"q{i}", "value": "1"} for i in range(51)]}),
                     ("a value of 6,001 characters", {"params": [{"key": "long", "value": "v" * 6001}]}),
                     ("a key of 251 characters", {"params": [{"key": "k" * 251, "value": "v"}]}),
                     ("a tag of 8,001 characters", {"tags": [{"key": "long", "value": "v" * 8001}]})):
    ask("limits: " + name, "POST", "runs/log-batch", {"run_id": "${run3}", "metrics": [], "params": [], "tags": [], **fields})
ask("a page of 50,001 runs", "POST", "runs/search", {"experiment_ids": ["${exp}"], "max_results": 50001})
ask("what the limits left", "GET", "runs/get", {"run_id": "${run3}"})

ask("an experiment to search", "POST", "experiments/create", {"name": "searched", "tags": [{"key": "a b", "value": "x"}]}, {"exp2": "experiment_id"})
for i in range(3):
    run = "${searched%d}" % i
    ask("a run to search", "POST", "runs/create", {"experiment_id": "${exp2}", "start_time": 1000 + i, "run_name": "r%d" % i}, {"searched%d" % i: "run/info/run_id"})
    ask("its values", "POST", "runs/log-batch", {"run_id": run, "metrics": [{"key": "loss", "value": 0.25 * i, "timestamp": 1, "step": 0}], "params": [{"key": "net", "value": ["fpn", "FPN", "it's"][i]}], "tags": [{"key": "a b", "value": "x%y"}]})
    ask("its data sets", "POST", "runs/log-inputs", {"run_id": run, "datasets": [
        {"dataset": {"name": name, "digest": digest, "source_type": "s3", "source": "{}"}, "tags": [{"key": "mlflow.data.context", "value": context}]}
        for name, digest, context in (("street", "1", "training"), ("night", "2", "eval"))[: i + 1]]})
for text in ("dataset.name = 'night'", "datasets.context = 'eval' AND dataset.name = 'street'", "dataset.digest IN ('2', '3')", "dataset.name IN ('night',)", "dataset.name != 'street'",
             "dataset.context LIKE 'ev%'", "run_id NOT IN ('${searched0}',)", "params.net = \"it's\"", "params.net ILIKE 'f_N' AND tags.`a b` LIKE 'x%y'", "metrics.loss < .3 and metrics.loss > -1", "metrics.loss >= 5e-1",
             "metrics.loss = 1.", "tags.`a b` IS NOT NULL AND params.none IS NULL", "Metrics.loss < 1", "metrics.loss <> 1", "metrics.loss == 1", "metrics.loss IS NULL", "status IS NULL", "metrics.loss < +1", "metrics.loss < 1f",
             "metrics.loss LIKE '1'", "params.net < 'a'", "params.net IN ('fpn')", "status = 'RUNNING' OR status = 'FAILED'", "run_uuid = 'x'", "dataset.source = 'x'", "run_id IN ()", "run_id IN (,)", "params.net = fpn", "params.net = 'fpn' AND"):
    ask("search further: " + text, "POST", "runs/search", {"experiment_ids": ["${exp2}"], "filter": text, "max_results": 10})
for order in (["metrics.loss DESC"], ["params.net"], ["Created asc"], ["`run name`"], ["dataset.name"], ["Metrics.loss"], ["metrics.loss sideways"], ["attributes.run_name DESC", "start_time"]):
    ask("order further: " + ", ".join(order), "POST", "runs/search", {"experiment_ids": ["${exp2}"], "order_by": order, "max_results": 10})
for text in ("attribute.name = 'searched'", "tags.`a b` IS NOT NULL", "experiment_id IN ('${exp2}')", "attributes.name = 'searched'", "attr.name = 'searched'", "name IS NULL", "name IN ('searched')", "TAGS.`a b` = 'x'"):
    ask("search experiments further: " + text, "POST", "experiments/search", {"filter": text, "max_results": 10})
for order in (["tags.`a b`"], ["attribute.name DESC"], ["attributes.name"], ["creation_time"]):
    ask("order experiments: " + ", ".join(order), "POST", "experiments/search", {"filter": "name = 'searched'", "order_by": order, "max_results": 10})
for name in ("m one", "m two"):
    ask("a model to search", "POST", "registered-models/create", {"name": name, "tags": [{"key": "t", "value": "1"}]})
    for i in range(2):
        ask("its versions", "POST", "model-versions/create", {"name": name, "source": "s3://b/m%d" % i, **({"run_id": "${searched0}"} if i else {})})
for text in ("name = 'm one'", "name LIKE 'm %' AND tags.t = '1'", "name IN ('m one', 'm two')", "attribute.name = 'm two'", "attributes.name = 'm two'", "name < 'a'", "creation_timestamp > 1"):
    ask("search models further: " + text, "GET", "registered-models/search", {"filter": text, "order_by": ["name DESC"]})
for order in (["timestamp", "name"], ["attribute.name"], ["tags.t"], ["creation_timestamp"]):
    ask("order models: " + ", ".join(order), "GET", "registered-models/search", {"filter": "name = 'm one'", "order_by": order})
for text in ("name LIKE 'm %'", "name IN ('m two',)", "name LIKE 'm %' AND run_id NOT IN ('x')", "name LIKE 'm %' AND run_id != 'x'", "name LIKE 'm %' AND version_number >= 2", "source_path = 's3://b/m1' AND name = 'm one'", "attributes.name = 'm one'", "current_stage = 'None'"):
    ask("search versions further: " + text, "GET", "model-versions/search", {"filter": text, "order_by": ["name", "version_number"]})
for order in (["version_number"], ["version_number DESC"], ["name DESC"], ["attribute.name"], ["attributes.name"], ["run_id"]):
    ask("order versions: " + ", ".join(order), "GET", "model-versions/search", {"filter": "name LIKE 'm %'", "order_by": order})
for i in range(3):
    ask("a logged model to search", "POST", "logged-models", {"experiment_id": "${exp2}", "name": "lm%d" % i, "params": [{"key": "depth", "value": str(18 + i)}]}, {"lm%d" % i: "model/info/model_id"})
    for k, (name, digest) in enumerate((("street", "1"), ("night", "1"), ("night", "2"))[: i + 1]):
        ask("what was measured of it", "POST", "runs/log-metric", {"run_id": "${searched0}", "key": "net map", "value": ((i + k) * 5 % 7) / 8, "timestamp": 10 * i + k, "step": k, "model_id": "${lm%d}" % i, "dataset_name": name, "dataset_digest": digest})
NIGHT, NIGHT2, STREET = {"dataset_name": "night"}, {"dataset_name": "night", "dataset_digest": "2"}, {"dataset_name": "street", "dataset_digest": "1"}
# A name without a digest finds nothing on this server, against its documentation.
for text, datasets in (("", [NIGHT2]), ("", [NIGHT2, STREET]), ("", [{"dataset_name": "none", "dataset_digest": "1"}]), ("metrics.`net map` > 0.5", []), ("metrics.`net map` > 0.5", [STREET]), ("metrics.`net map` > 0.5", [NIGHT2, STREET]),
                       ("params.depth IN ('18', '20')", []), ("params.depth = '19'", [STREET]), ("params.depth = '19'", [NIGHT2]), ("name IN ('lm0',)", []), ("param.depth = '18'", []), ("tags.t IS NULL", []), ("name == 'lm0'", []), ("", [{"dataset_digest": "1"}])):
    ask("search logged models further: " + text + " " + str(datasets), "POST", "logged-models/search", {"experiment_ids": ["${exp2}"], "filter": text, "datasets": datasets, "order_by": [{"field_name": "name"}]})
for clause in ({"field_name": "metrics.net map"}, {"field_name": "metrics.net map", "ascending": False}, {"field_name": "metrics.net map", **NIGHT}, {"field_name": "metrics.net map", **NIGHT2}, {"field_name": "params.depth"},
               {"field_name": "attributes.name"}, {"field_name": "bogus"}, {"field_name": "name", "ascending": False}):
    ask("order logged models: " + str(clause), "POST", "logged-models/search", {"experiment_ids": ["${exp2}"], "order_by": [clause, {"field_name": "name"}]})

for key in ("a//b", "../a", "/a", ".", "a%b", "a,b", "é:ß/c d"):
    ask("tag of an experiment: " + key, "POST", "experiments/set-experiment-tag", {"experiment_id": "${exp2}", "key": key, "value": "1"})
    ask("tag of a model: " + key, "POST", "registered-models/set-tag", {"name": "m one", "key": key, "value": "1"})
    ask("tag of a version: " + key, "POST", "model-versions/set-tag", {"name": "m one", "version": "1", "key": key, "value": "1"})
for length in (8001, 20001):
    ask("tag of %d characters of an experiment" % length, "POST", "experiments/set-experiment-tag", {"experiment_id": "${exp2}", "key": "long", "value": "v" * length})
ask("tag of 20,001 characters of a version", "POST", "model-versions/set-tag", {"name": "m two", "version": "1", "key": "long", "value": "v" * 20001})
for name in (" ", "a/b", "a:b", ".", ".."):
    ask("a model's name: " + name, "POST", "registered-models/create", {"name": name})
    ask("a model's new name: " + name, "POST", "registered-models/rename", {"name": "m two", "new_name": name})
ask("a model's tag is checked at once", "POST", "registered-models/create", {"name": "m three", "tags": [{"key": "../a", "value": "1"}]})
for number in ("x", "1.0", "", "99", "-1"):
    ask("version " + number, "GET", "model-versions/get", {"name": "m one", "version": number})
for run in ("../x", "${searched0} "):
    ask("run " + run, "GET", "runs/get", {"run_id": run})
for timestamp in (-1, "7"):
    ask("a metric at %s" % timestamp, "POST", "runs/log-metric", {"run_id": "${searched0}", "key": "at", "value": 1, "timestamp": timestamp})
ask("a page of 30,000 points", "GET", "metrics/get-history", {"run_id": "${searched0}", "metric_key": "at", "max_results": 30000})

ask("an experiment is deleted", "POST", "experiments/delete", {"experiment_id": "${exp}"})
ask("no run for it", "POST", "runs/create", {"experiment_id": "${exp}"})
ask("it is deleted again", "POST", "experiments/delete", {"experiment_id": "${exp}"})
ask("none of its runs is active", "POST", "runs/search", {"experiment_ids": ["${exp}"]})
ask("it comes back", "POST", "experiments/restore", {"experiment_id": "${exp}"})

print("[\n" + ",\n".join(json.dumps(step, ensure_ascii=False) for step in steps) + "\n]")
