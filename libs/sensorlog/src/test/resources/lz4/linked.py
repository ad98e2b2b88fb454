# Makes linked.mcap (python3 -m pip install lz4; python3 linked.py linked.mcap): 300 messages in one chunk whose LZ4 frame has blocks that refer to the ones before.
import struct, lz4.frame, zlib, sys
def s(t): b=t.encode(); return struct.pack('<I',len(b))+b
def rec(op,b): return bytes([op])+struct.pack('<Q',len(b))+b
M=b'\x89MCAP0\r\n'
chunk=rec(3,struct.pack('<H',1)+s('t/T')+s('ros1msg')+s('uint8[1000] data'))+rec(4,struct.pack('<HH',1,1)+s('/linked')+s('ros1')+struct.pack('<I',0))
for i in range(300):
    chunk+=rec(5,struct.pack('<HIQQ',1,i,i,i)+bytes((i*7+j)%251 for j in range(1000)))
frame=lz4.frame.compress(chunk,block_size=lz4.frame.BLOCKSIZE_MAX64KB,block_linked=True,content_checksum=False)
assert len(frame)<20000 and not frame[4]&0x20
c=struct.pack('<QQQI',0,299,len(chunk),zlib.crc32(chunk))+s('lz4')+struct.pack('<Q',len(frame))+frame
open(sys.argv[1],'wb').write(M+rec(1,s('ros1')+s('linked.py'))+rec(6,c)+rec(15,struct.pack('<I',0))+rec(2,struct.pack('<QQI',0,0,0))+M)
