"""Writes golden.jsonl: synthetic messages serialised by other implementations, with the values they hold.

python -m venv v && v/bin/pip install rosbags==0.11.9 protobuf==7.36.2 && v/bin/python make_golden.py > golden.jsonl
(ROS 1 and CDR by rosbags, protobuf by Google's Python package, JSON by Python's json.)
"""
import dataclasses, json, random
import numpy as np
from rosbags.typesys import Stores, get_typestore, get_types_from_msg, get_types_from_idl

random.seed(7)

MSG = {
    'test_msgs/msg/Everything': """
# Every built-in type once, every kind of array.
int8 LOW=-5
string GREETING=hello # world
bool flag
int8 i8
uint8 u8
int16 i16
uint16 u16
int32 i32
uint32 u32
int64 i64
uint64 u64
float32 f32
float64 f64
string text
builtin_interfaces/Time at
builtin_interfaces/Duration span
uint8[] blob
uint8[4] fixed_blob
int16[3] fixed_shorts
float64[] doubles
string[] names
test_msgs/Point[] points
test_msgs/Point[2] corners
test_msgs/Nested nested
bool last
""",
    'test_msgs/msg/Point': "float32 x\nfloat64 y\n",
    'test_msgs/msg/Nested': "std_msgs/Header header\nint8[] small\ntest_msgs/Point[] inner\n",
    'test_msgs/msg/Bounded': "string<=10 short_text\nint32[<=5] few\nstring<=4[<=3] both\nint32 with_default 42\n"
                             "string<=12 said \"hi # there\"\nuint8 OCTET=7\nchar c\nbyte b\n",
}
ROS1 = {
    'test_msgs/msg/Everything': MSG['test_msgs/msg/Everything'].replace('builtin_interfaces/Time', 'time')
                                   .replace('builtin_interfaces/Duration', 'duration').replace('test_msgs/', ''),
    'test_msgs/msg/Point': MSG['test_msgs/msg/Point'],
    'test_msgs/msg/Nested': "Header header\nint8[] small\nPoint[] inner\n",
}
HEADER1 = "uint32 seq\ntime stamp\nstring frame_id\n"
HEADER2 = "builtin_interfaces/Time stamp\nstring frame_id\n"
IDL = """
#include "builtin_interfaces/msg/Time.idl"
module test_idl {
  module msg {
    typedef double double__9[9];
    typedef float matrix[2][3];
    module Sensor_Constants {
      const uint8 MODE_A = 1;
      @verbatim (language="comment", text="a comment" "in two parts; with } braces")
      const string NAME = "sen\\"sor";
    };
    enum Colour { RED, GREEN };
    struct Part { octet id; @unit (value="m") double length; };
    @verbatim (language="comment", text="The root")
    @final
    struct Sensor {
      builtin_interfaces::msg::Time stamp;
      boolean ok;
      test_idl::msg::double__9 covariance;
      sequence<float> ranges;
      sequence<test_idl::msg::Part, 8> parts;
      sequence<octet> raw;
      string name;
      @default (value=3) unsigned long long big;
      unsigned short us;
      long long ll;
      short s;
    };
  };
};
"""
TIME_IDL = """
module builtin_interfaces { module msg { struct Time { int32 sec; uint32 nanosec; }; }; };
"""

def nanos(sec, nanosec): return sec * 1_000_000_000 + nanosec

def plain(v):
    if hasattr(v, '__dataclass_fields__'):
        f = [x.name for x in dataclasses.fields(v) if x.name != '__msgtype__' and not x.name.isupper()]
        if f == ['sec', 'nanosec']: return nanos(int(v.sec), int(v.nanosec))
        return {k: plain(getattr(v, k)) for k in f if k != 'structure_needs_at_least_one_member'}
    if isinstance(v, np.ndarray):
        if v.dtype == np.uint8: return 'hex:' + v.tobytes().hex()
        return [plain(x) for x in v]
    if isinstance(v, (list, tuple)): return [plain(x) for x in v]
    if isinstance(v, (np.bool_, bool)): return bool(v)
    if isinstance(v, np.integer): return int(v)
    if isinstance(v, np.float32): return float(v)
    if isinstance(v, np.floating): return float(v)
    return v

def emit(case, message_encoding, schema_encoding, name, schema, data, values):
    print(json.dumps({'case': case, 'messageEncoding': message_encoding, 'schemaEncoding': schema_encoding,
                      'type': name, 'schema': schema if isinstance(schema, str) else 'hex:' + schema.hex(),
                      'message': bytes(data).hex(), 'values': values}))

def joined(root, parts, title='MSG'):
    text = parts[root].lstrip('\n')
    for n, t in parts.items():
        if n != root: text += '=' * 80 + f'\n{title}: ' + n.replace('/msg/', '/') + '\n' + t
    return text

def everything(store, ros1):
    T = store.types
    time, dur = T['builtin_interfaces/msg/Time'], T['builtin_interfaces/msg/Duration']
    point, nested, header = T['test_msgs/msg/Point'], T['test_msgs/msg/Nested'], T['std_msgs/msg/Header']
    def p(): return point(x=float(np.float32(random.random())), y=random.uniform(-1e9, 1e9))
    h = dict(stamp=time(sec=1_700_000_000, nanosec=987_654_321), frame_id='base_link')
    if ros1: h['seq'] = 77
    return T['test_msgs/msg/Everything'](
        flag=True, i8=-128, u8=255, i16=-32768, u16=65535, i32=-2**31, u32=2**32-1, i64=-2**63, u64=2**63 + 5,
        f32=float(np.float32(1.1)), f64=-0.1, text='grün ✓', at=time(sec=1_600_000_000, nanosec=1),
        span=dur(sec=-3, nanosec=500_000_000), blob=np.arange(5, dtype=np.uint8),
        fixed_blob=np.array([9, 8, 7, 6], dtype=np.uint8), fixed_shorts=np.array([-1, 0, 1], dtype=np.int16),
        doubles=np.array([1.5, -2.5, 1e300]), names=['', 'a', 'long name'], points=[p(), p(), p()],
        corners=[p(), p()], nested=nested(header=header(**h), small=np.array([-1, 2], dtype=np.int8), inner=[]),
        last=True)

def main():
    s2 = get_typestore(Stores.ROS2_HUMBLE)
    types = {}
    for n, t in MSG.items(): types.update(get_types_from_msg(t, n))
    s2.register(types)
    parts = {k: MSG[k] for k in ('test_msgs/msg/Everything', 'test_msgs/msg/Point', 'test_msgs/msg/Nested')}
    parts['std_msgs/msg/Header'] = HEADER2
    m = everything(s2, False)
    for little in (True, False):
        emit('everything cdr ' + ('le' if little else 'be'), 'cdr', 'ros2msg', 'test_msgs/msg/Everything',
             joined('test_msgs/msg/Everything', parts), s2.serialize_cdr(m, 'test_msgs/msg/Everything', little_endian=little), plain(m))
    b = s2.types['test_msgs/msg/Bounded'](short_text='0123456789', few=np.array([1, 2, 3, 4, 5], dtype=np.int32),
                                          both=['ab', 'cd'], with_default=-1, said='x', c=100, b=101)
    emit('bounded cdr', 'cdr', 'ros2msg', 'test_msgs/msg/Bounded', MSG['test_msgs/msg/Bounded'],
         s2.serialize_cdr(b, 'test_msgs/msg/Bounded'), plain(b))
    s1 = get_typestore(Stores.ROS1_NOETIC)
    types = {}
    for n, t in ROS1.items(): types.update(get_types_from_msg(t, n))
    s1.register(types)
    parts = dict(ROS1); parts['std_msgs/msg/Header'] = HEADER1
    m = everything(s1, True)
    emit('everything ros1', 'ros1', 'ros1msg', 'test_msgs/Everything', joined('test_msgs/msg/Everything', parts),
         s1.serialize_ros1(m, 'test_msgs/msg/Everything'), plain(m))
    s3 = get_typestore(Stores.ROS2_HUMBLE)
    simple = IDL.replace('#include "builtin_interfaces/msg/Time.idl"', '').replace('typedef float matrix[2][3];', '').replace('enum Colour { RED, GREEN };', '').replace('sen\\"sor', 'sensor')
    simple = simple.replace('"a comment" "in two parts; with } braces"', '"a"').replace('    @final\n', '')
    s3.register(get_types_from_idl(simple))
    part = s3.types['test_idl/msg/Part']
    v = s3.types['test_idl/msg/Sensor'](
        stamp=s3.types['builtin_interfaces/msg/Time'](sec=12, nanosec=34), ok=True,
        covariance=np.linspace(0, 1, 9), ranges=np.array([0.5, 1.25], dtype=np.float32),
        parts=[part(id=1, length=4.5), part(id=2, length=-1.0)], raw=np.array([1, 2, 3], dtype=np.uint8),
        name='lidar', big=2**60, us=65535, ll=-7, s=-300)
    text = IDL + '=' * 80 + '\nIDL: builtin_interfaces/msg/Time\n' + TIME_IDL
    text = '=' * 80 + '\nIDL: test_idl/msg/Sensor\n' + text
    emit('idl cdr', 'cdr', 'ros2idl', 'test_idl/msg/Sensor', text, s3.serialize_cdr(v, 'test_idl/msg/Sensor'), plain(v))
    protobuf()
    schema = {'type': 'object', 'properties': {
        'stamp': {'type': 'object', 'title': 'time', 'properties': {'sec': {'type': 'integer'}, 'nsec': {'type': 'integer'}}},
        'name': {'type': 'string'}, 'ok': {'type': 'boolean'}, 'x': {'type': 'number'}, 'n': {'type': ['integer', 'null']},
        'data': {'type': 'string', 'contentEncoding': 'base64'}, 'pose': {'$ref': '#/$defs/pose'},
        'list': {'type': 'array', 'items': {'$ref': '#/$defs/pose'}}, 'any': {},
        'kind': {'oneOf': [{'title': 'A', 'const': 0}, {'title': 'B', 'const': 1}]}},
        '$defs': {'pose': {'type': 'object', 'properties': {'x': {'type': 'number'}, 'y': {'type': 'number'}}}}}
    message = {'name': 'ü', 'ok': True, 'x': 3, 'n': None, 'data': 'AQID', 'pose': {'x': 1.5, 'y': -2}, 'kind': 1,
               'list': [{'x': 0.25}, {'y': 1e-9}], 'any': [1, 'two'], 'stamp': {'sec': 5, 'nsec': 6}, 'extra': {'k': 1}}
    emit('json', 'json', 'jsonschema', 'test.Json', json.dumps(schema), json.dumps(message).encode(),
         {'stamp': 5_000_000_006, 'name': 'ü', 'ok': True, 'x': 3.0, 'data': 'hex:010203', 'pose': {'x': 1.5, 'y': -2.0},
          'list': [{'x': 0.25}, {'y': 1e-9}], 'any': '[1,"two"]', 'kind': 1, '_unlisted': '{"extra":{"k":1}}'})

def protobuf():
    from google.protobuf import descriptor_pb2 as d, descriptor_pool, message_factory, timestamp_pb2, duration_pb2
    F = d.FieldDescriptorProto
    f = d.FileDescriptorProto(name='t.proto', package='test.pb', syntax='proto3',
                              dependency=['google/protobuf/timestamp.proto', 'google/protobuf/duration.proto'])
    m = f.message_type.add(name='Reading')
    kinds = [('d', F.TYPE_DOUBLE), ('f', F.TYPE_FLOAT), ('i64', F.TYPE_INT64), ('u64', F.TYPE_UINT64), ('i32', F.TYPE_INT32),
             ('x64', F.TYPE_FIXED64), ('x32', F.TYPE_FIXED32), ('b', F.TYPE_BOOL), ('s', F.TYPE_STRING), ('raw', F.TYPE_BYTES),
             ('u32', F.TYPE_UINT32), ('sx32', F.TYPE_SFIXED32), ('sx64', F.TYPE_SFIXED64), ('z32', F.TYPE_SINT32), ('z64', F.TYPE_SINT64)]
    n = 0
    for name, t in kinds:
        n += 1; m.field.add(name=name, number=n, type=t, label=F.LABEL_OPTIONAL)
        if name not in ('raw',): n += 1; m.field.add(name=name + '_list', number=n, type=t, label=F.LABEL_REPEATED)
    def add(name, t, tn=None, label=F.LABEL_OPTIONAL, **k):
        nonlocal n; n += 1; m.field.add(name=name, number=n, type=t, type_name=tn, label=label, **k)
    add('at', F.TYPE_MESSAGE, '.google.protobuf.Timestamp'); add('span', F.TYPE_MESSAGE, '.google.protobuf.Duration')
    m.enum_type.add(name='Kind').value.add(name='ZERO', number=0); m.enum_type[0].value.add(name='TWO', number=2)
    add('kind', F.TYPE_ENUM, '.test.pb.Reading.Kind')
    inner = m.nested_type.add(name='Inner'); inner.field.add(name='x', number=3, type=F.TYPE_FLOAT, label=F.LABEL_OPTIONAL)
    inner.field.add(name='again', number=1, type=F.TYPE_MESSAGE, type_name='.test.pb.Reading.Inner', label=F.LABEL_OPTIONAL)
    add('inner', F.TYPE_MESSAGE, '.test.pb.Reading.Inner'); add('inners', F.TYPE_MESSAGE, '.test.pb.Reading.Inner', F.LABEL_REPEATED)
    add('missing', F.TYPE_MESSAGE, '.test.pb.Reading.Inner'); add('maybe', F.TYPE_INT32, None, F.LABEL_OPTIONAL, proto3_optional=True, oneof_index=0)
    m.oneof_decl.add(name='_maybe')
    pool = descriptor_pool.DescriptorPool(); fs = d.FileDescriptorSet()
    for mod in (timestamp_pb2, duration_pb2):
        x = d.FileDescriptorProto(); mod.DESCRIPTOR.CopyToProto(x); pool.Add(x); fs.file.append(x)
    pool.Add(f); fs.file.append(f)
    cls = message_factory.GetMessageClass(pool.FindMessageTypeByName('test.pb.Reading'))
    r = cls(d=1.25, f=0.5, i64=-2**63, u64=2**64-1, i32=-1, x64=2**63, x32=2**32-1, b=True, s='ß', raw=b'\x00\xff',
            u32=2**32-1, sx32=-5, sx64=-6, z32=-2**31, z64=-2**63, kind=2)
    r.d_list.extend([1, -2.5]); r.f_list.extend([0.25]); r.i64_list.extend([-1, 300]); r.u64_list.extend([2**64-1])
    r.i32_list.extend([-1, 1 << 30]); r.x32_list.extend([1, 2, 3]); r.b_list.extend([True, False]); r.s_list.extend(['a', '', 'c'])
    r.z32_list.extend([-1, 1]); r.z64_list.extend([-2**63, 2**63-1]); r.sx64_list.extend([-1])
    r.at.seconds = 1_700_000_000; r.at.nanos = 5; r.span.seconds = -1; r.span.nanos = -500_000_000
    r.inner.x = 1.5; r.inner.again.x = 2.0; r.inners.add().x = 1; r.inners.add()
    def value(field, v):
        if field.type == F.TYPE_BYTES: return 'hex:' + v.hex()
        if field.type == F.TYPE_MESSAGE:
            if field.message_type.name in ('Timestamp', 'Duration'): return v.seconds * 10**9 + v.nanos
            if field.name == 'again': return 'hex:' + v.SerializeToString().hex()
            return tree(v)
        return v
    def tree(msg):
        out = {}
        for field in msg.DESCRIPTOR.fields:
            v = getattr(msg, field.name)
            if field.is_repeated: out[field.name] = [value(field, x) for x in v]
            elif not field.has_presence or msg.HasField(field.name): out[field.name] = value(field, v)
        return out
    emit('protobuf', 'protobuf', 'protobuf', 'test.pb.Reading', fs.SerializeToString(), r.SerializeToString(), tree(r))

main()
