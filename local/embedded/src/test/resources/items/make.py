"""Makes the Parquet files beside it with pyarrow (26.0.1): the same rows, packed in every way that AWS reads."""
import datetime
import pathlib
import pyarrow as pa
import pyarrow.parquet as pq

table = pa.table({
    "drive": ["a", "b", None],
    "frames": pa.array([1, 2, 3], pa.int64()),
    "speed": [1.5, -2.25, 0.0],
    "clean": [True, False, True],
    "labels": [["car"], [], ["bus", "car"]],
    "place": [{"lat": 49.0, "lon": 8.5}, {"lat": -1.0, "lon": 0.25}, None],
    "time": pa.array([datetime.datetime(2026, 5, 4, 9, 0, 0)] * 3, pa.timestamp("us")),
})
for codec in ("snappy", "gzip", "zstd"):
    pq.write_table(table, pathlib.Path(__file__).parent / f"{codec}.parquet", compression=codec, row_group_size=2)
