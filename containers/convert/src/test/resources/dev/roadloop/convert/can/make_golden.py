# Writes golden.txt: what cantools decodes from random bytes with everything.dbc.
# pip install cantools==45.1.0; python make_golden.py > golden.txt
import random
import cantools

database = cantools.database.load_file("everything.dbc")
random.seed(7)
for message in database.messages:
    if message.name == "VECTOR__INDEPENDENT_SIG_MSG":
        continue
    for n in range(40):
        data = bytearray(random.randbytes(8))
        if message.name == "Muxed":
            data[0] = random.choice([0, 1])
        if message.name == "Extended":
            s0 = random.choice([0, 2, 3])
            s1 = random.choice([0, 1, 2, 3, 4, 5])
            data[0] = s0 | s1 << 4
        if message.name == "Wide" and data[3] & 0x7F == 0x7F:
            continue
        values = database.decode_message(
            message.frame_id, bytes(data), decode_choices=False, scaling=True)
        number = message.frame_id | (0x80000000 if message.is_extended_frame else 0)
        print(number, data.hex(), *("%s=%r" % (k, float(v)) for k, v in sorted(values.items())))
