"""Messages of ROS 2 and what they are in ROS 1, by the Python library rosbags (0.11.9):

    pip install rosbags==0.11.9 && python make_ros1_golden.py > ros1_golden.jsonl

Each line has a type's definition in ROS 2 (Humble), a message in CDR, the checksum that ROS 1 (Noetic) knows the type by, and
the same values serialised for ROS 1; the `seq` of headers is 0.
"""
import json
import random

import numpy as np
from rosbags.typesys import Stores, get_typestore
from rosbags.interfaces import Nodetype

TYPES = """sensor_msgs/msg/Imu sensor_msgs/msg/NavSatFix sensor_msgs/msg/CameraInfo sensor_msgs/msg/PointCloud2
sensor_msgs/msg/CompressedImage sensor_msgs/msg/Image sensor_msgs/msg/JointState sensor_msgs/msg/LaserScan
sensor_msgs/msg/MagneticField sensor_msgs/msg/TimeReference sensor_msgs/msg/Joy sensor_msgs/msg/Temperature
sensor_msgs/msg/MultiDOFJointState nav_msgs/msg/Odometry nav_msgs/msg/Path nav_msgs/msg/OccupancyGrid geometry_msgs/msg/TwistStamped
geometry_msgs/msg/PoseArray geometry_msgs/msg/PoseWithCovarianceStamped
diagnostic_msgs/msg/DiagnosticArray trajectory_msgs/msg/JointTrajectory std_msgs/msg/Float64 std_msgs/msg/Bool
std_msgs/msg/String std_msgs/msg/Empty std_msgs/msg/Byte std_msgs/msg/ByteMultiArray std_msgs/msg/Header""".split()

ROS1, ROS2 = get_typestore(Stores.ROS1_NOETIC), get_typestore(Stores.ROS2_HUMBLE)
INTEGERS = {f'{u}int{b}': (0 if u else -2**(b - 1), 2**b - 1 if u else 2**(b - 1) - 1)
            for u in ('', 'u') for b in (8, 16, 32, 64)}
INTEGERS.update(byte=(0, 127), char=(0, 255), octet=(0, 127))
ARRAYS = {'bool': np.bool_, 'byte': np.uint8, 'octet': np.uint8, 'char': np.uint8, 'float32': np.float32, 'float64': np.float64}


def scalar(name):
    if name == 'bool': return random.random() < 0.5
    if name == 'string': return random.choice(['', 'base_link', 'grün ✓'])
    if name == 'float32': return float(np.float32(random.uniform(-9, 9)))
    if name == 'float64': return random.uniform(-1e6, 1e6)
    return random.randint(*INTEGERS[name])


def value(desc):
    """A pair of equal values, for ROS 2 and ROS 1."""
    kind, what = desc
    if kind == Nodetype.BASE:
        v = scalar(what[0])
        return v, v
    if kind == Nodetype.NAME: return message(what)
    inner, count = what
    count = count if kind == Nodetype.ARRAY else random.randint(0, 3)
    pairs = [value(inner) for _ in range(count)]
    if inner[0] == Nodetype.BASE and inner[1][0] != 'string':
        array = np.array([p[0] for p in pairs], dtype=ARRAYS.get(inner[1][0]) or np.dtype(inner[1][0]))
        return array, array
    return [p[0] for p in pairs], [p[1] for p in pairs]


def message(name):
    if name == 'builtin_interfaces/msg/Time':
        args = dict(sec=random.randint(0, 2**31 - 1), nanosec=random.randint(0, 999_999_999))
        return ROS2.types[name](**args), ROS1.types[name](**args)
    if name == 'builtin_interfaces/msg/Duration':
        args = dict(sec=random.choice([-3, 7]), nanosec=random.randint(0, 999_999_999))
        return ROS2.types[name](**args), ROS1.types[name](**args)
    two, one = {}, {}
    for field, desc in ROS2.fielddefs[name][1]:
        other = field.upper() if name == 'sensor_msgs/msg/CameraInfo' and field in 'dkrp' else field
        two[field], one[other] = value(desc)
    if name == 'std_msgs/msg/Header': one['seq'] = 0
    return ROS2.types[name](**two), ROS1.types[name](**one)


random.seed(4)
for name in TYPES:
    two, one = message(name)
    print(json.dumps({
        'type': name,
        'schema': ROS2.generate_msgdef(name, ros_version=2)[0],
        'cdr': bytes(ROS2.serialize_cdr(two, name)).hex(),
        'md5sum': ROS1.generate_msgdef(name, ros_version=1)[1],
        'ros1': bytes(ROS1.serialize_ros1(one, name)).hex(),
    }))
