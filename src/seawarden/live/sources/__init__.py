"""Where a feed's lines come from: one kind of source a file.

source      what is given on the command line, as `tcp://host:4001#name=busan&late_s=3600`
channel     what a source hands its lines to, and what is known of its health
reconnect   a connection that ends is made again, later each time
tcp udp serial stdin file    lines as they are
websocket   AISStream's protocol; mqtt: a broker's topic; http: AIS-catcher's JSON, received
"""
