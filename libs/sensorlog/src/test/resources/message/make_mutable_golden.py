"""Mutable and appendable types of DDS in both versions of XCDR, serialised by Eclipse Cyclone DDS's Python binding (cyclonedds 11.0.1):

    pip install cyclonedds==11.0.1 && python make_mutable_golden.py > mutable_golden.txt

Prints messages in hexadecimal digits with their encapsulation; MutableMembersTest and ParameterListTest have the types in IDL.
"""
from dataclasses import dataclass
from typing import Optional

import cyclonedds.idl.annotations as annotate
import cyclonedds.idl.types as types
from cyclonedds.idl import IdlStruct
from cyclonedds.idl._support import Buffer, Endianness


@dataclass
@annotate.mutable
@annotate.autoid('sequential')
class Inner(IdlStruct, typename='own.msg.Inner'):
    a: types.int16
    annotate.member_id('a', 5)
    b: str


@dataclass
@annotate.final
class Plain(IdlStruct, typename='own.msg.Plain'):
    x: types.float64
    n: types.uint8


@dataclass
@annotate.mutable
@annotate.autoid('sequential')
class T(IdlStruct, typename='own.msg.T'):
    flag: bool
    small: types.int16
    word: types.int32
    annotate.member_id('word', 40)
    real: types.float64
    text: str
    bytes_: types.sequence[types.uint8]
    doubles: types.sequence[types.float64]
    shorts: types.array[types.int16, 3]
    inner: Inner
    plain: Plain
    list_: types.sequence[Inner]
    maybe: Optional[types.int32]
    annotate.must_understand('maybe')


@dataclass
@annotate.appendable
class Point(IdlStruct, typename='own.msg.Point'):
    n: types.uint8
    x: types.float64


@dataclass
@annotate.appendable
class A(IdlStruct, typename='own.msg.A'):
    small: types.int16
    points: types.sequence[Point]
    inner: Inner
    last: types.float64


def show(name, value, version):
    for endianness in Endianness.Little, Endianness.Big:
        data = value.serialize(buffer=Buffer(align_offset=4), endianness=endianness, use_version_2=version == 2)
        print(name, 'version', version, endianness.name, bytes(data).hex())


def message(maybe):
    return T(True, -2, 3, 0.5, 'grün', [1, 2, 3], [1.5, -2.5], [7, 8, 9], Inner(4, 'in'), Plain(0.25, 6), [Inner(1, ''), Inner(2, 'xy')], maybe)


for version in 2, 1:
    show('all', message(11), version)
    show('absent', message(None), version)
show('appendable', A(-2, [Point(1, 0.5), Point(2, -0.5)], Inner(4, 'in'), 2.5), 1)
