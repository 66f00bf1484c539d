print("understudy-conform")
