"""The steps of the flow: pure decisions (command -> facts) and long work (job -> commands).

One module a step; no stage knows another; `pipeline.py` knows the order.
"""
