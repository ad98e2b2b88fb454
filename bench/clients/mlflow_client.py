"""What an unmodified MLflow client for Python is answered: mlflow_client.py ENDPOINT LAB, called by bench/clients/run.

With mlflow-skinny everything but models that predict; with mlflow those too.
"""

import importlib.util
import math
import os
import sys
import time
from pathlib import Path

LAB = Path(sys.argv[2]) / f"mlflow-{os.getpid()}"
LAB.mkdir()
os.chdir(LAB)
os.environ["MLFLOW_S3_ENDPOINT_URL"] = sys.argv[1]
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "2"
os.environ["MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE"] = "4000000"

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelInput, LoggedModelOutput, LoggedModelParameter, Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

from claims import end, fails, same, true

URI = sys.argv[1] + "/_api/tracking"
mlflow.set_tracking_uri(URI)
client = MlflowClient(URI)
IS_FULL = importlib.util.find_spec("pandas") is not None and importlib.util.find_spec("sklearn") is not None
NAME = f"straße 😀 {'full' if IS_FULL else 'skinny'}"
MODEL = f"detector {'full' if IS_FULL else 'skinny'}"
ODD = ["é.bin", "😀 a  b.bin", "a+&=~.bin", "unter/ü ö/日本.bin", "empty"]


def pages(ask):
    """All that a paged search finds, and how many there were on each page."""
    found, sizes, token = [], [], None
    while True:
        page = ask(token)
        found.extend(page)
        sizes.append(len(page))
        token = page.token
        if not token:
            return found, sizes


def experiments():
    print("experiments")
    made = mlflow.create_experiment(NAME, tags={"team": "perception", "ü": "ß"})
    same("an experiment is found by its id", client.get_experiment(made).name, NAME)
    found = client.get_experiment_by_name(NAME)
    same("and by its name, with its tags", (found.experiment_id, found.tags["team"], found.tags["ü"]), (made, "perception", "ß"))
    same("no other is", client.get_experiment_by_name("no such"), None)
    fails("a name is taken once", MlflowException, "RESOURCE_ALREADY_EXISTS", lambda: mlflow.create_experiment(NAME))
    fails("an id that nothing has is refused", MlflowException, "RESOURCE_DOES_NOT_EXIST", lambda: client.get_experiment("4711"))
    client.set_experiment_tag(made, "phase", "1")
    client.delete_experiment_tag(made, "team")
    same("tags are set and deleted", {k: v for k, v in client.get_experiment(made).tags.items() if not k.startswith("mlflow.")}, {"ü": "ß", "phase": "1"})
    others = [client.create_experiment(f"{NAME} page {i}") for i in range(5)]
    found, sizes = pages(lambda token: client.search_experiments(filter_string=f"name LIKE '{NAME} page%'", order_by=["name DESC"], max_results=2, page_token=token))
    same("they are searched in order, by pages", ([e.experiment_id for e in found], sizes), (others[::-1], [2, 2, 1]))
    same("and by tags", [e.experiment_id for e in client.search_experiments(filter_string=f"tags.phase = '1' AND name = '{NAME}'")], [made])
    client.rename_experiment(others[0], f"{NAME} renamed")
    client.delete_experiment(others[0])
    same("one is renamed and deleted", (client.get_experiment(others[0]).name, client.get_experiment(others[0]).lifecycle_stage), (f"{NAME} renamed", "deleted"))
    client.restore_experiment(others[0])
    same("and restored", client.get_experiment(others[0]).lifecycle_stage, "active")
    return made


def runs(experiment):
    print("runs")
    mlflow.set_experiment(NAME)
    with mlflow.start_run(run_name="outer", tags={"kind": "sweep"}, description="a *sweep*") as outer:
        mlflow.log_params({"net": "fpn", "lr": 0.1, "ü": "ß" * 100})
        mlflow.log_metrics({"loss": 0.5, "map": 0.25}, step=1)
        mlflow.log_metric("loss", 0.25, step=2)
        mlflow.set_tags({"phase": "one", "mlflow.note.content": "changed"})
        mlflow.delete_tag("phase")
        with mlflow.start_run(run_name="inner", nested=True) as inner:
            mlflow.log_metric("loss", 0.125)
    run = mlflow.get_run(outer.info.run_id)
    same("a run has ended", (run.info.status, run.info.run_name, run.info.end_time >= run.info.start_time), ("FINISHED", "outer", True))
    same("its parameters are texts", run.data.params, {"net": "fpn", "lr": "0.1", "ü": "ß" * 100})
    same("its metrics are the latest", run.data.metrics, {"loss": 0.25, "map": 0.25})
    same("its tags are there", (run.data.tags["kind"], run.data.tags["mlflow.note.content"], "phase" in run.data.tags), ("sweep", "changed", False))
    same("a nested run names its parent", client.get_parent_run(inner.info.run_id).info.run_id, outer.info.run_id)
    same("and is found by it", [r.info.run_id for r in client.search_runs([experiment], f"tags.mlflow.parentRunId = '{outer.info.run_id}'")], [inner.info.run_id])
    fails("a parameter is not changed", MlflowException, "INVALID_PARAMETER_VALUE", lambda: client.log_param(outer.info.run_id, "net", "other"))
    fails("a run that is none is told", MlflowException, "RESOURCE_DOES_NOT_EXIST", lambda: client.get_run("0" * 32))
    try:
        with mlflow.start_run() as broken:
            raise ValueError("on purpose")
    except ValueError:
        same("a run that raises has failed", client.get_run(broken.info.run_id).info.status, "FAILED")

    batch = client.create_run(experiment, run_name="batch", start_time=1000)
    id = batch.info.run_id
    now = int(time.time() * 1000)
    client.log_batch(id, [Metric(f"m{i}", i / 7, now, 3) for i in range(1000)], [], [])
    client.log_batch(id, [], [Param(f"p{i}", "v" * 500) for i in range(100)], [RunTag(f"t{i}", "é" * 100) for i in range(100)])
    data = client.get_run(id).data
    same("a batch of 1,000 metrics is there, to the last bit", data.metrics, {f"m{i}": i / 7 for i in range(1000)})
    same("and one of 100 parameters and tags", (len(data.params), data.params["p99"], data.tags["t99"]), (100, "v" * 500, "é" * 100))
    fails("1,001 metrics are too many", MlflowException, "INVALID_PARAMETER_VALUE", lambda: client._tracking_client.store.log_batch(id, [Metric("m", 1, now, i) for i in range(1001)], [], []))
    for start in range(0, 2600, 1000):
        client.log_batch(id, [Metric("curve", 1 / (1 + i), now + i, i) for i in range(start, min(2600, start + 1000))])
    history = client.get_metric_history(id, "curve")
    same("a history of 2,600 points is whole and in order", [(m.step, m.value, m.timestamp) for m in history], [(i, 1 / (1 + i), now + i) for i in range(2600)])
    for i, value in enumerate((math.nan, math.inf, -math.inf, 1e-308, -0.0)):
        client.log_metric(id, "odd", value, timestamp=now + i, step=i)
    odd = [m.value for m in client.get_metric_history(id, "odd")]
    true("NaN is a value", math.isnan(odd[0]), odd)
    same("so are infinities, and the smallest numbers", odd[1:], [math.inf, -math.inf, 1e-308, 0.0])
    client.set_terminated(id, "KILLED", end_time=now)
    client.update_run(id, name="renamed")
    info = client.get_run(id).info
    same("how and when it ended is what was said", (info.status, info.end_time, info.start_time, info.run_name), ("KILLED", now, 1000, "renamed"))
    same("a history of nothing is empty", client.get_metric_history(id, "no such"), [])

    many = []
    for i in range(7):
        each = client.create_run(experiment, start_time=2000 + i, run_name=f"page {i}", tags={"paged": "yes"}).info.run_id
        client.log_batch(each, [Metric("loss", 1 / (1 + i), now, 0)], [Param("net", f"fpn-{i % 2}")])
        many.append(each)
    found, sizes = pages(lambda token: client.search_runs([experiment], "tags.paged = 'yes'", order_by=["metrics.loss ASC"], max_results=3, page_token=token))
    same("runs are searched in order, by pages", ([r.info.run_id for r in found], sizes), (many[::-1], [3, 3, 1]))
    for text, expected in (
        ("metrics.loss < 0.3 AND tags.paged = 'yes'", many[3:]),
        ("params.net = 'fpn-1' AND tags.`paged` = 'yes'", many[1::2]),
        ("params.net ILIKE 'FPN-0' and attributes.start_time >= 2002", many[2::2]),
        ("attributes.run_name LIKE 'page%' AND metrics.loss >= 0.5", many[:2]),
        (f"run_id IN ('{many[0]}', '{many[6]}')", [many[0], many[6]]),
        ("status = 'KILLED'", [id]),
    ):
        same(f"search: {text.replace(many[0], '…').replace(many[6], '…')}", [r.info.run_id for r in client.search_runs([experiment], text, order_by=["start_time ASC"])], expected)
    fails("a filter that is none is told", MlflowException, "INVALID_PARAMETER_VALUE", lambda: client.search_runs([experiment], "foo.bar = 1"))
    client.delete_run(many[0])
    same("a deleted run is found among the deleted", [r.info.run_id for r in client.search_runs([experiment], "tags.paged = 'yes'", ViewType.DELETED_ONLY)], [many[0]])
    client.restore_run(many[0])
    same("and restored", client.get_run(many[0]).info.lifecycle_stage, "active")
    dataset = Dataset(name="street", digest="8f2e91a0", source_type="s3", source="{}", schema=None, profile=None)
    client.log_inputs(id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])
    inputs = client.get_run(id).inputs.dataset_inputs
    same("what a run read is there", [(i.dataset.name, i.dataset.digest, i.tags[0].value) for i in inputs], [("street", "8f2e91a0", "training")])
    same("the fluent search finds them all", len(mlflow.search_runs(experiment_names=[NAME], output_format="list")), 11)
    return outer.info.run_id


def artifacts(run):
    print("artifacts")
    folder = LAB / "up"
    for i, name in enumerate(ODD):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"" if name == "empty" else os.urandom(1000 + i))
    client.log_artifacts(run, str(folder), "alle")
    large = LAB / "large.bin"
    large.write_bytes(os.urandom(11_000_000))
    client.log_artifact(run, str(large))
    client.log_text(run, "Grüße", "notes/hallo.txt")
    client.log_dict(run, {"ü": [1, 2.5, None]}, "notes/d.json")
    same("artifacts are listed", sorted((f.path, f.is_dir, f.file_size) for f in client.list_artifacts(run)), [("alle", True, None), ("large.bin", False, 11_000_000), ("notes", True, None)])
    same("in folders too", sorted((f.path, f.file_size) for f in client.list_artifacts(run, "alle")), sorted([(f"alle/{n}", (folder / n).stat().st_size) for n in ODD if "/" not in n] + [("alle/unter", None)]))
    down = Path(mlflow.artifacts.download_artifacts(run_id=run, artifact_path="alle", dst_path=str(LAB / "down")))
    same("a folder comes back as it went", {str(f.relative_to(down)): f.read_bytes() for f in down.rglob("*") if f.is_file()}, {n: (folder / n).read_bytes() for n in ODD})
    true("so does a file beyond what a function takes", Path(client.download_artifacts(run, "large.bin", str(LAB))).read_bytes() == large.read_bytes())
    (LAB / "latin.txt").write_bytes("Grüße".encode("latin-1"))
    fails("a text that is not UTF-8 is refused, not changed", Exception, "is not UTF-8", lambda: client.log_artifact(run, str(LAB / "latin.txt")))
    same("texts are read", mlflow.artifacts.load_text(f"runs:/{run}/notes/hallo.txt"), "Grüße")
    same("and dictionaries", mlflow.artifacts.load_dict(f"runs:/{run}/notes/d.json"), {"ü": [1, 2.5, None]})
    fails("a file that is not there is told", MlflowException, "RESOURCE_DOES_NOT_EXIST", lambda: mlflow.artifacts.download_artifacts(run_id=run, artifact_path="no such", dst_path=str(LAB / "none")))
    if importlib.util.find_spec("boto3"):
        direct = client.create_experiment(f"{NAME} in S3", artifact_location=f"s3://buckets-gold/clients/{os.getpid()}")
        id = client.create_run(direct).info.run_id
        client.log_artifact(id, str(folder / ODD[1]))
        same("a location in S3 is written and read by the client itself", Path(client.download_artifacts(id, ODD[1], str(LAB))).read_bytes(), (folder / ODD[1]).read_bytes())


def registry(run):
    print("registry")
    client.create_registered_model(MODEL, tags={"task": "detection"}, description="finds")
    fails("a model's name is taken once", MlflowException, "RESOURCE_ALREADY_EXISTS", lambda: client.create_registered_model(MODEL))
    source = client.get_run(run).info.artifact_uri + "/alle"
    versions = [client.create_model_version(MODEL, source, run, tags={"n": str(i)}, description=f"v{i}") for i in range(3)]
    same("versions are numbered and ready", [(v.version, v.status) for v in versions], [("1", "READY"), ("2", "READY"), ("3", "READY")])
    client.set_registered_model_alias(MODEL, "champion", "2")
    same("an alias leads to a version", client.get_model_version_by_alias(MODEL, "champion").version, "2")
    same("the model knows its aliases", client.get_registered_model(MODEL).aliases, {"champion": "2"})
    client.delete_registered_model_alias(MODEL, "champion")
    fails("until it is deleted", MlflowException, "INVALID_PARAMETER_VALUE", lambda: client.get_model_version_by_alias(MODEL, "champion"))
    found, sizes = pages(lambda token: client.search_model_versions(f"name = '{MODEL}'", max_results=2, order_by=["version_number ASC"], page_token=token))
    same("versions are searched by pages", ([v.version for v in found], sizes), (["1", "2", "3"], [2, 1]))
    same("and by run", {v.version for v in client.search_model_versions(f"run_id = '{run}'")}, {"1", "2", "3"})
    same("and by tag", [v.version for v in client.search_model_versions(f"name = '{MODEL}' AND tags.n = '1'")], ["2"])
    client.update_model_version(MODEL, "1", "better")
    client.set_model_version_tag(MODEL, "1", "ü", "ß")
    client.delete_model_version_tag(MODEL, "1", "n")
    one = client.get_model_version(MODEL, "1")
    same("a version is described", (one.description, one.tags, one.source, one.run_id), ("better", {"ü": "ß"}, source, run))
    client.transition_model_version_stage(MODEL, "1", "Staging")
    same("stages of old are kept", client.get_model_version(MODEL, "1").current_stage, "Staging")
    client.update_registered_model(MODEL, "finds well")
    client.set_registered_model_tag(MODEL, "a", "b")
    client.delete_registered_model_tag(MODEL, "task")
    model = client.get_registered_model(MODEL)
    same("a model is described", (model.description, model.tags), ("finds well", {"a": "b"}))
    same("models are searched", [m.name for m in client.search_registered_models(f"name LIKE '{MODEL}%' and tags.a = 'b'")], [MODEL])
    copied = client.copy_model_version(f"models:/{MODEL}/1", f"{MODEL} copy")
    same("a version is copied", (copied.name, copied.version), (f"{MODEL} copy", "1"))
    same("its files come by its name", sorted(p.name for p in Path(mlflow.artifacts.download_artifacts(f"models:/{MODEL}/1", dst_path=str(LAB / "model"))).iterdir()), sorted({n.split("/")[0] for n in ODD}))
    client.delete_model_version(MODEL, "3")
    fails("a deleted version is gone", MlflowException, "RESOURCE_DOES_NOT_EXIST", lambda: client.get_model_version(MODEL, "3"))
    client.rename_registered_model(f"{MODEL} copy", f"{MODEL} renamed")
    same("a model is renamed with its versions", client.get_model_version(f"{MODEL} renamed", "1").name, f"{MODEL} renamed")
    client.delete_registered_model(f"{MODEL} renamed")
    fails("and deleted", MlflowException, "RESOURCE_DOES_NOT_EXIST", lambda: client.get_registered_model(f"{MODEL} renamed"))


def logged_models(experiment, run):
    print("logged models")
    made = client.create_logged_model(experiment, name="net", source_run_id=run, tags={"t": "1"}, params={"depth": "18"}, model_type="onnx")
    same("a logged model waits for its files", (made.status.value, made.source_run_id, made.params), ("PENDING", run, {"depth": "18"}))
    client.log_model_params(made.model_id, {"width": "64", "é": "ß"})
    client.set_logged_model_tags(made.model_id, {"a": "b"})
    client.delete_logged_model_tag(made.model_id, "t")
    (LAB / "net").mkdir()
    (LAB / "net" / "é.onnx").write_bytes(b"weights")
    client.log_model_artifacts(made.model_id, str(LAB / "net"))
    client.finalize_logged_model(made.model_id, "READY")
    client.log_metric(run, "net loss", 0.125, step=4, model_id=made.model_id)
    found = client.get_logged_model(made.model_id)
    same("it is whole then", (found.status.value, found.params, found.tags["a"], "t" in found.tags), ("READY", {"depth": "18", "width": "64", "é": "ß"}, "b", False))
    same("it has the metrics that a run logged of it", [(m.key, m.value, m.step, m.run_id) for m in found.metrics], [("net loss", 0.125, 4, run)])
    same("its files are listed", [(f.path, f.file_size) for f in client.list_logged_model_artifacts(made.model_id)], [("é.onnx", 7)])
    same("and fetched by its id", (Path(mlflow.artifacts.download_artifacts(f"models:/{made.model_id}", dst_path=str(LAB / "net down"))) / "é.onnx").read_bytes(), b"weights")
    others = [client.create_logged_model(experiment, name=f"other{i}", params={"depth": str(i)}).model_id for i in range(3)]
    found, sizes = pages(lambda token: client.search_logged_models([experiment], filter_string="name LIKE 'other%'", order_by=[{"field_name": "creation_timestamp", "ascending": True}], max_results=2, page_token=token))
    same("models are searched in order, by pages", ([m.model_id for m in found], sizes), (others, [2, 1]))
    same("by parameters", [m.model_id for m in client.search_logged_models([experiment], filter_string="params.depth = '18'")], [made.model_id])
    same("by metrics", [m.model_id for m in client.search_logged_models([experiment], filter_string="metrics.`net loss` < 0.5")], [made.model_id])
    client.log_outputs(run, [LoggedModelOutput(made.model_id, step=4)])
    same("a run names what it made", [(o.model_id, o.step) for o in client.get_run(run).outputs.model_outputs], [(made.model_id, 4)])
    client.log_inputs(run, models=[LoggedModelInput(made.model_id)])
    same("and what it read", [i.model_id for i in client.get_run(run).inputs.model_inputs], [made.model_id])
    client.delete_logged_model(others[0])
    fails("a deleted one is gone", MlflowException, "RESOURCE_DOES_NOT_EXIST", lambda: client.get_logged_model(others[0]))


def predicting(run):
    print("models that predict")
    import numpy
    import pandas
    from mlflow.models import infer_signature
    from sklearn.linear_model import LinearRegression

    class Doubled(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input, params=None):
            return model_input * 2

    frame = pandas.DataFrame({"x": [1.0, 2.0]})
    with mlflow.start_run(run_id=run):
        info = mlflow.pyfunc.log_model(name="doubled", python_model=Doubled(), input_example=frame, signature=infer_signature(frame, frame), registered_model_name="doubled", pip_requirements=[])
        linear = mlflow.sklearn.log_model(LinearRegression().fit([[0.0], [1.0]], [1.0, 3.0]), name="linear", input_example=numpy.array([[0.0]]))
    client.set_registered_model_alias("doubled", "best", "1")
    for uri in (info.model_uri, "models:/doubled/1", "models:/doubled@best", "models:/doubled/latest"):
        same(f"a function that is a model predicts, by {uri.replace(info.model_id, '…')}", mlflow.pyfunc.load_model(uri).predict(frame)["x"].tolist(), [2.0, 4.0])
    same("a model of scikit-learn too", [round(float(y), 9) for y in mlflow.sklearn.load_model(linear.model_uri).predict([[2.0]])], [5.0])
    same("both are models of the run", {m.name for m in client.search_logged_models([client.get_run(run).info.experiment_id], filter_string=f"source_run_id = '{run}'")} >= {"doubled", "linear"}, True)
    same("runs are searched into a table", mlflow.search_runs(experiment_names=[NAME], filter_string="attributes.run_name = 'outer'")["metrics.map"].tolist(), [0.25])


print(f"MLflow {mlflow.__version__}{'' if IS_FULL else ', skinny'}")
EXPERIMENT = experiments()
RUN = runs(EXPERIMENT)
artifacts(RUN)
registry(RUN)
logged_models(EXPERIMENT, RUN)
if IS_FULL:
    predicting(RUN)
end("mlflow" if IS_FULL else "mlflow-skinny")
