"""What is asked of an input before and after it is read: is it AIS, ours, do its clocks agree?"""
