"""A mutable type of DDS in XCDR2, serialised by Eclipse Cyclone DDS's Python binding (cyclonedds 11.0.1):

    pip install cyclonedds==11.0.1 && python make_mutable_golden.py

Prints messages in hexadecimal digits with their encapsulation; MutableMessagesTest has them, and the type in IDL.
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


def show(name, value):
    print(name, bytes(value.serialize(buffer=Buffer(align_offset=4), endianness=Endianness.Little, use_version_2=True)).hex())


def message(maybe):
    return T(True, -2, 3, 0.5, 'grün', [1, 2, 3], [1.5, -2.5], [7, 8, 9], Inner(4, 'in'), Plain(0.25, 6), [Inner(1, ''), Inner(2, 'xy')], maybe)


show('all', message(11))
show('absent', message(None))
